"""StringIndexerModel: MLeap's `string_indexer`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.columns import NUMERIC_TYPES, Column
from saltus_training.converters import policies
from saltus_training.converters.base import Converted, InOut, require_type
from saltus_training.errors import ExportError

if TYPE_CHECKING:
    from saltus_training.bundle import Node
    from saltus_training.columns import Columns
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage

Labels = tuple[str, ...]

_ACCEPTED = NUMERIC_TYPES | {"string"}


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the columns that exist; Spark skips the others, such as the label at scoring."""
    in_out, handle_invalid = InOut.of(stage), stage.params.string("handleInvalid")
    labels = dict(zip(in_out.outputs, _labels(stage, len(in_out.outputs)), strict=True))
    present, absent = _split(in_out, scope.columns)
    if absent.inputs and handle_invalid == "skip":
        raise _absent_with_skip(absent.inputs)
    for name, output in zip(absent.inputs, absent.outputs, strict=True):
        scope.columns.leave_out(output, name, _nominal(labels[output], handle_invalid))
    columns = scope.columns.read(*present.inputs)
    for column in columns:
        require_type(column, column.type in _ACCEPTED, "strings or numbers")
    return Converted(
        nodes=(_node(present, labels, handle_invalid),) if present.inputs else (),
        columns=tuple(_indexed(name, labels[name], handle_invalid) for name in present.outputs),
        rewritten=_left_out(absent),
        categories={
            column.origin: labels[output]
            for column, output in zip(columns, present.outputs, strict=True)
            if column.origin is not None and column.type == "string"
        },
        findings=(
            *policies.unseen_raises(columns, scope, handle_invalid),
            *policies.null_raises(columns, scope, handle_invalid),
        ),
    )


def _labels(stage: SavedStage, count: int) -> list[Labels]:
    row = stage.row()
    # Spark 2 knew one column only.
    listed = [row["labels"]] if "labels" in row else row["labelsArray"]
    labels = [tuple(names) for names in listed]
    if len(labels) != count:
        raise ExportError(
            f"it has labels for {len(labels)} columns but {count} output columns",
            fix="save the fitted model again",
        )
    return labels


def _absent_with_skip(names: tuple[str, ...]) -> ExportError:
    """Spark leaves an absent column out, but not where it filters rows by it."""
    listed = ", ".join(f"`{name}`" for name in names)
    return ExportError(
        f'its handleInvalid is "skip", with which Spark raises unless it has {listed}',
        fix=f'declare {listed} in the schema, or save it again with handleInvalid="error"',
    )


def _split(in_out: InOut, columns: Columns) -> tuple[InOut, InOut]:
    pairs = list(zip(in_out.inputs, in_out.outputs, strict=True))
    present = [pair for pair in pairs if pair[0] in columns]
    absent = [pair for pair in pairs if pair[0] not in columns]
    return _in_out(present, in_out), _in_out(absent, in_out)


def _in_out(pairs: list[tuple[str, str]], whole: InOut) -> InOut:
    return InOut(
        tuple(name for name, _ in pairs), tuple(output for _, output in pairs), whole.numbered
    )


def _node(in_out: InOut, labels: dict[str, Labels], handle_invalid: str) -> Node:
    arrays = {
        f"labels_array_{index}": values.strings(labels[output])
        for index, output in enumerate(in_out.outputs)
    }
    attributes = {
        "labels_length": values.integer(len(arrays)),
        **arrays,
        "handle_invalid": values.string(handle_invalid),
    }
    return in_out.node(Model("string_indexer", attributes))


def _indexed(name: str, labels: Labels, handle_invalid: str) -> Column:
    nominal = _nominal(labels, handle_invalid)
    return Column(name, "double", nullable=False, labels=nominal, arity=len(nominal))


def _nominal(labels: Labels, handle_invalid: str) -> Labels:
    return (*labels, "__unknown") if handle_invalid == "keep" else labels


def _left_out(absent: InOut) -> str | None:
    if not absent.inputs:
        return None
    return f"absent at scoring and left out, as Spark does: {', '.join(absent.inputs)}"
