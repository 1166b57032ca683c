"""TargetEncoderModel: `saltus.target_encoder`, an op that MLeap's format lacks.

Spark keeps the counts and statistics of each category and computes the encodings when it
transforms; here they are computed once, in the same arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.columns import NUMERIC_TYPES, Column
from saltus_training.converters.base import Converted, InOut, require_type
from saltus_training.converters.policies import null_raises, unseen_raises
from saltus_training.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from saltus_training.bundle.values import Value
    from saltus_training.converters.base import Scope
    from saltus_training.findings import Finding
    from saltus_training.saved_model import SavedStage
    from saltus_training.saved_model.parquet import Row

# The keys under which Spark counts null, and all rows together.
_NULL, _ALL = -1.0, float(2**31 - 1)


@dataclass(frozen=True, slots=True)
class Encodings:
    """What one column's categories become; unseen ones and, where it was seen, null too."""

    listed: Mapping[float, float]
    unseen: float
    null: float | None


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts all columns to one node."""
    in_out, params = _in_out(stage), stage.params
    columns = scope.columns.read(*in_out.inputs)
    for column in columns:
        require_type(column, column.type in NUMERIC_TYPES, "category indices")
    encodings = _encodings(stage, len(columns))
    attributes = {"handle_invalid": values.string(params.string("handleInvalid"))}
    for position, encoding in enumerate(encodings):
        attributes |= _attributes(encoding, position)
    node = in_out.node(Model("saltus.target_encoder", attributes))
    return Converted(
        nodes=(node,),
        columns=tuple(
            Column(output, "double", arity=_arity(encoding))
            for output, encoding in zip(in_out.outputs, encodings, strict=True)
        ),
        portable=False,
        findings=tuple(_findings(columns, encodings, scope, params.string("handleInvalid"))),
        boundaries={
            column.origin: tuple(encoding.listed)
            for column, encoding in zip(columns, encodings, strict=True)
            if column.origin is not None
        },
    )


def _findings(
    columns: list[Column], encodings: list[Encodings], scope: Scope, handle_invalid: str
) -> Iterator[Finding]:
    pairs = zip(columns, encodings, strict=True)
    without_null = [column for column, encoding in pairs if encoding.null is None]
    yield from null_raises(without_null, scope, handle_invalid)
    yield from unseen_raises(columns, scope, handle_invalid)


def _in_out(stage: SavedStage) -> InOut:
    params = stage.params
    if params.is_set("outputCol") or params.is_set("outputCols"):
        return InOut.of(stage)
    single = params.is_set("inputCol")
    inputs = (params.string("inputCol"),) if single else params.strings("inputCols")
    return InOut(inputs, tuple(f"{name}_indexed" for name in inputs), numbered=not single)


def _encodings(stage: SavedStage, count: int) -> list[Encodings]:
    params = stage.params
    rows = sorted(stage.rows(), key=lambda row: int(row["index"]))
    if [row["index"] for row in rows] != list(range(count)):
        raise ExportError(
            f"it has statistics of {len(rows)} columns but {count} input columns",
            fix="save the fitted model again",
        )
    binary, smoothing = params.string("targetType") == "binary", params.double("smoothing")
    return [_encode(row, binary=binary, smoothing=smoothing) for row in rows]


def _encode(row: Row, *, binary: bool, smoothing: float) -> Encodings:
    """Weighs what is known of each category against all rows.

    See https://spark.apache.org/docs/latest/ml-features.html#targetencoder.
    """
    counts = dict(zip(row["categories"], row["counts"], strict=True))
    statistics = dict(zip(row["categories"], row["stats"], strict=True))
    if binary:
        # Counts of the positive class, where a continuous target has means.
        statistics = {category: total / counts[category] for category, total in statistics.items()}
    encoded = {}
    for category, count in counts.items():
        weight = count / (count + smoothing)
        encoded[category] = weight * statistics[category] + (1 - weight) * statistics[_ALL]
    unseen, null = encoded.pop(_ALL), encoded.pop(_NULL, None)
    return Encodings(dict(sorted(encoded.items())), unseen, null)


def _attributes(encoding: Encodings, position: int) -> dict[str, Value]:
    attributes = {
        f"categories_{position}": values.doubles(encoding.listed),
        f"encodings_{position}": values.doubles(encoding.listed.values()),
        f"unseen_encoding_{position}": values.double(encoding.unseen),
    }
    if encoding.null is not None:
        attributes[f"null_encoding_{position}"] = values.double(encoding.null)
    return attributes


def _arity(encoding: Encodings) -> int:
    """Spark declares a nominal column: a category for each encoding that differs."""
    encoded = {*encoding.listed.values(), encoding.unseen, encoding.null}
    return len(encoded - {None})
