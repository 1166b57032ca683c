"""One row of the sample bundle, dict in and prediction out, beside scikit-learn and json.loads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd
import saltus_runtime
from rich.console import Console
from rich.table import Table
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from benchmarks import sample
from benchmarks.measure import refuse_debug_build, time_in_turn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saltus_schema import FeatureSchema
    from sklearn.pipeline import Pipeline

Row = dict[str, Any]

OURS = "saltus, dict to prediction and probability"


def main() -> None:
    """Check what each side gives, then time them in turn."""
    refuse_debug_build()
    bundle, schema, row = sample.load()
    golden = sample.scored_by_spark(bundle)
    assert saltus_runtime.verify(bundle).rows >= len(golden)
    answer = bundle.scorer(outputs=["prediction", "probability"])
    prediction = bundle.scorer(outputs=["prediction"])
    peer = peer_pipeline(schema, golden)
    frame, text = pd.DataFrame([row]), json.dumps(row)
    assert answer.score(row) is not None
    assert peer.predict_proba(frame).shape == (1, 2)
    assert json.loads(text) == row

    times = time_in_turn(
        {
            OURS: lambda: answer.score(row),
            "saltus, dict to prediction": lambda: prediction.score(row),
            "json.loads of the row": lambda: json.loads(text),
            "scikit-learn, ready frame to probability": lambda: peer.predict_proba(frame),
            "scikit-learn, dict to probability": lambda: peer.predict_proba(pd.DataFrame([row])),
        }
    )
    table = Table(title=f"One row, {len(row)} inputs", title_justify="left")
    for heading in ("side", "µs", f"x {OURS}"):
        table.add_column(heading, justify="left" if heading == "side" else "right")
    for side, nanoseconds in times.items():
        table.add_row(side, f"{nanoseconds / 1000:,.2f}", f"{nanoseconds / times[OURS]:,.2f}")
    Console(width=110).print(table)


def peer_pipeline(schema: FeatureSchema, golden: Sequence[tuple[Row, Row]]) -> Pipeline:
    """A scikit-learn pipeline of the same shape: impute, encode, scale, logistic regression."""
    names = [field.name for field in schema.inputs if field.type == "string"]
    numbers = [field.name for field in schema.inputs if field.type != "string"]
    encode = make_column_transformer(
        (make_pipeline(SimpleImputer(), StandardScaler()), numbers),
        (OneHotEncoder(handle_unknown="ignore"), names),
    )
    pipeline = make_pipeline(encode, LogisticRegression(max_iter=1000))
    rows = pd.DataFrame([known for known, _ in golden])
    rows = rows.astype(dict.fromkeys(numbers, "float64")).fillna(dict.fromkeys(names, "missing"))
    return pipeline.fit(rows, [scored["prediction"] for _, scored in golden])


if __name__ == "__main__":
    main()
