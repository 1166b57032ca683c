"""RFormulaModel: the stages that Spark resolved its formula into, as ops of their own.

A label that only training needs is left out, as Spark leaves it out where it is absent.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial, reduce
from typing import TYPE_CHECKING

from saltus_training import bundle
from saltus_training.bundle import Model, Node, Socket, values
from saltus_training.columns import NUMERIC_TYPES, Column
from saltus_training.converters.base import Converted, require_type
from saltus_training.errors import ExportError
from saltus_training.saved_model import SavedStage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from saltus_training.converters.base import Converter, Scope

_FEATURE = "org.apache.spark.ml.feature"
_PRUNER = f"{_FEATURE}.ColumnPruner"
_DROPPED = "dropped_columns"


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stages of its formula, then adds a label that is a number already."""
    inner = SavedStage.read(stage.folder / "pipelineModel").stages()
    names = _lasting_names(inner, stage.params.string("featuresCol"))
    inside = replace(scope, converters={**scope.converters, **_converters(names)})
    _check_supported(inner, inside.converters)
    _check_label(stage, inner, scope)
    parts = [inside.convert(_renamed(part, names), index) for index, part in enumerate(inner)]
    label = _numeric_label(stage, scope)
    nodes = [node for part in [*parts, label] for node in part.nodes]
    attributes = {_DROPPED: values.strings(names.values())} if names else {}
    return Converted(
        nodes=(bundle.pipeline(nodes, attributes),),
        columns=label.columns,
        beyond_mleap=tuple(attributes),
        rewritten=f"the stages of {_formula(stage)}",
        portable=label.portable and all(part.portable for part in parts),
    )


def _check_supported(inner: Sequence[SavedStage], converters: Mapping[str, Converter]) -> None:
    if unknown := [part.class_name for part in inner if part.class_name not in converters]:
        raise ExportError(
            f"its formula has become {', '.join(dict.fromkeys(unknown))}, which has no converter",
            fix="write the formula as stages of docs/spark-stages.md",
            rule="unsupported-stage",
        )


def _converters(names: Mapping[str, str]) -> dict[str, Converter]:
    """Converters for the stages that Spark has for formulas alone."""
    return {
        f"{_FEATURE}.VectorAttributeRewriter": partial(_rewrite, names=names),
        _PRUNER: partial(_prune, names=names),
    }


def _rewrite(stage: SavedStage, scope: Scope, names: Mapping[str, str]) -> Converted:
    """Names the features after the terms."""
    row = stage.row()
    prefixes = [(_renamed_prefix(prefix, names), term) for prefix, term in row["prefixesToRewrite"]]
    for column in [column for column in scope.columns if column.name == row["vectorCol"]]:
        slots = [replace(slot, name=_replaced(slot.name, prefixes)) for slot in column.slots or ()]
        scope.columns.describe(replace(column, slots=tuple(slots)))
    return Converted(nodes=(), rewritten="left out: it names the features")


def _renamed_prefix(prefix: str, names: Mapping[str, str]) -> str:
    name = prefix.removesuffix("_")
    return f"{names.get(name, name)}_"


def _replaced(name: str, prefixes: Sequence[tuple[str, str]]) -> str:
    # As Spark does: wherever it stands, one prefix after the other.
    return reduce(lambda text, pair: text.replace(*pair), prefixes, name)


def _prune(stage: SavedStage, scope: Scope, names: Mapping[str, str]) -> Converted:
    scope.columns.drop(names.get(name, name) for name in _pruned(stage))
    return Converted(nodes=(), rewritten="left out: nobody asks for the columns it drops")


def _pruned(stage: SavedStage) -> list[str]:
    pruned: list[str] = stage.row()["columnsToPrune"]
    return pruned


def _formula(stage: SavedStage) -> str:
    return f"`{stage.params.string('formula')}`"


def _check_label(stage: SavedStage, inner: Sequence[SavedStage], scope: Scope) -> None:
    """Raises where Spark refuses every row, because of the label."""
    name = stage.params.string("labelCol")
    for column in scope.columns:
        if column.name == name:
            require_type(column, column.type in NUMERIC_TYPES, "numbers, for it is the label")
    source = _label_source(stage)
    indexed = [part for part in inner if part.params.optional_string("outputCol") == name]
    skips = [part for part in indexed if part.params.optional_string("handleInvalid") == "skip"]
    if skips and source not in scope.columns:
        raise ExportError(
            f'its handleInvalid is "skip", with which Spark raises unless each row has the label '
            f"`{source}`",
            fix='fit the formula with handleInvalid="keep" or "error", '
            "or index the label before it and give the formula the index",
        )


def _label_source(stage: SavedStage) -> str:
    label: str = stage.row()["label"]
    return label


def _numeric_label(stage: SavedStage, scope: Scope) -> Converted:
    """Casts a declared label to double; one that a formula indexes is there already."""
    source, name = _label_source(stage), stage.params.string("labelCol")
    if name in scope.columns or source not in scope.columns:
        return Converted(nodes=())
    (column,) = scope.columns.read(source)
    numeric = column.type in NUMERIC_TYPES or column.type == "boolean"
    require_type(column, numeric, "numbers or booleans, for it is the label")
    times_one = {"operation": values.string("mul"), "db": values.double(1.0)}
    node = Node(
        Model("math_binary", times_one), (Socket("input_a", source),), (Socket("output", name),)
    )
    cast = Column(name, "double", nullable=column.nullable)
    # MLeap multiplies doubles alone.
    return Converted(nodes=(node,), columns=(cast,), portable=column.type == "double")


def _lasting_names(inner: Sequence[SavedStage], features: str) -> dict[str, str]:
    """Names the columns inside after their place: Spark's names change with each fit."""
    pruned = {name for part in inner if part.class_name == _PRUNER for name in _pruned(part)}
    made = [name for part in inner for name in _outputs(part) if name in pruned]
    return {name: f"{features}__{index}" for index, name in enumerate(made)}


def _outputs(stage: SavedStage) -> tuple[str, ...]:
    params = stage.params
    if params.is_set("outputCols"):
        return params.strings("outputCols")
    return (params.string("outputCol"),) if params.is_set("outputCol") else ()


def _renamed(stage: SavedStage, names: Mapping[str, str]) -> SavedStage:
    def rename(value: object) -> object:
        if isinstance(value, list):
            return [rename(item) for item in value]
        return names.get(value, value) if isinstance(value, str) else value

    columns = ("inputCol", "inputCols", "outputCol", "outputCols")
    params = stage.params
    given = {key: rename(value) if key in columns else value for key, value in params.set.items()}
    metadata = replace(stage.metadata, params=replace(params, set=given))
    return replace(stage, metadata=metadata)
