"""Makes `notes/golden_rows.json`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyspark.sql import functions as F

from saltus_training.bundle import to_json
from saltus_training.errors import ExportError
from saltus_training.golden.candidates import Candidate, choose_candidates
from saltus_training.golden.encoding import encode
from saltus_training.golden.scoring import Outcome, SparkScorer
from saltus_training.golden.suspects import suspects
from saltus_training.spark_types import quoted, struct_columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyspark.ml import Transformer
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType

    from saltus_training.conversion import Conversion


@dataclass(frozen=True, slots=True)
class GoldenRows:
    """Rows with Spark's answers.

    Attributes:
        columns: The rule of comparison by column, `exact` or `tolerance`.
        rows: Each with kind and input, and with output or error.
    """

    columns: Mapping[str, str]
    rows: tuple[dict[str, Any], ...]

    @property
    def counts(self) -> dict[str, int]:
        """The number of rows by kind."""
        return dict(Counter(row["kind"] for row in self.rows))

    def to_json(self) -> bytes:
        """Returns `notes/golden_rows.json`."""
        return to_json({"saltus_golden": 1, "columns": dict(self.columns), "rows": self.rows})


def make_golden_rows(
    model: Transformer,
    frame: DataFrame,
    conversion: Conversion,
    *,
    ranges: Mapping[str, tuple[float, float]],
    rows: int,
) -> GoldenRows:
    """Chooses rows, and lets Spark score them.

    Args:
        model: The fitted model.
        frame: Data with the inputs of the schema.
        conversion: The same model, converted.
        ranges: Smallest and largest value in the frame, by numeric input.
        rows: How many rows to take from the frame as they are.

    Raises:
        ExportError: The frame is empty, or Spark makes other columns than the bundle declares.
    """
    candidates = choose_candidates(
        conversion.schema,
        _typical(frame, [field.name for field in conversion.schema.inputs], rows),
        ranges=ranges,
        boundaries=conversion.boundaries,
        categories=conversion.categories,
    )
    added = {column.name for column in conversion.columns}
    scorer = SparkScorer(frame.sparkSession, model, conversion.schema, added)
    _check_columns(scorer.struct, conversion)
    chosen = [candidate.row for candidate in candidates]
    outcomes = scorer.score(chosen, suspects(conversion, chosen))
    return GoldenRows(
        columns={
            column.name: "exact" if column.exact else "tolerance" for column in conversion.columns
        },
        rows=tuple(map(_golden_row, candidates, outcomes)),
    )


def _typical(frame: DataFrame, names: list[str], rows: int) -> list[dict[str, Any]]:
    """Takes rows in the order of their hash: a sample that depends on the content alone."""
    columns = [quoted(name) for name in names]
    taken = frame.select(*columns).orderBy(F.xxhash64(*columns)).limit(rows).collect()
    if not taken:
        raise ExportError(
            "it has no rows to choose golden rows from",
            fix="give the training data",
            stage="frame",
            rule=ExportError.FAILED,
        )
    return [dict(zip(names, row, strict=True)) for row in taken]


def _check_columns(struct: StructType, conversion: Conversion) -> None:
    """Raises ExportError unless the bundle adds the columns Spark adds."""
    ours = {column.name: column.family for column in conversion.columns}
    unchanged = {field.name for field in conversion.schema.inputs} - ours.keys()
    spark = {
        column.name: column.family
        for column in struct_columns(struct.jsonValue())
        if column.name not in unchanged
    }
    if spark != ours:
        differing = sorted(set(spark.items()) ^ set(ours.items()))
        raise ExportError(
            f"Spark makes {spark} of the schema's inputs, the bundle {ours}",
            fix=f"look at {', '.join(dict.fromkeys(name for name, _ in differing))}: "
            "the schema may not be the one the model was fitted on",
            stage="golden rows",
            rule=ExportError.FAILED,
        )


def _golden_row(candidate: Candidate, outcome: Outcome) -> dict[str, Any]:
    row = {
        "kind": candidate.kind,
        "input": {name: encode(value) for name, value in candidate.row.items()},
    }
    if outcome.error is not None:
        return {**row, "error": outcome.error}
    if outcome.output is None:
        return {**row, "output": None}
    return {**row, "output": {name: encode(value) for name, value in outcome.output.items()}}
