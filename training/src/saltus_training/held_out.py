"""Rows that no pipeline was fitted on, with what Spark answered."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from pyspark.ml.linalg import Vector

from saltus_training.inputs import select_inputs
from saltus_training.sampling import ROW_KEY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pyspark.sql import DataFrame
    from saltus_schema import FeatureSchema


@dataclass(frozen=True, slots=True)
class HeldOutRow:
    """One request and the answer that Spark gave to it.

    Attributes:
        input: A value for every input of the schema, `None` where the data has none.
        output: What Spark answered for every output of the schema; vectors as lists.
    """

    input: dict[str, Any]
    output: dict[str, Any]

    def to_dict(self) -> dict[str, dict[str, Any]]:
        """Both parts as plain values that JSON can hold."""
        return asdict(self)


def held_out_rows(scored: DataFrame, schema: FeatureSchema, count: int) -> list[HeldOutRow]:
    """Take some rows of the evaluated part, the same ones in every run.

    Args:
        scored: Evaluated rows after `transform`, with the column `row_key`.
        schema: Declares inputs and outputs.
        count: How many rows to take.

    Returns:
        The rows with the lowest keys: in effect picked at random.
    """
    outputs = [output.name for output in schema.outputs]
    inputs = [field.name for field in schema.inputs]
    lowest = select_inputs(scored, schema, *outputs, ROW_KEY).orderBy(ROW_KEY).limit(count)
    return [
        HeldOutRow(
            input={name: row[name] for name in inputs},
            output={name: _plain(row[name]) for name in outputs},
        )
        for row in lowest.collect()
    ]


def write_held_out(rows: Sequence[HeldOutRow], path: Path) -> None:
    """Write rows as a JSON list, whole or not at all.

    Args:
        rows: What to write.
        path: The file; one that is there is replaced.
    """
    partial = path.with_name(f".{path.name}.partial")
    partial.write_text(json.dumps([row.to_dict() for row in rows], allow_nan=False, indent=2))
    partial.replace(path)


def _plain(value: Any) -> Any:
    return value.toArray().tolist() if isinstance(value, Vector) else value
