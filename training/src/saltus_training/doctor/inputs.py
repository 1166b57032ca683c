"""Which columns a saved model reads that nothing gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from saltus_training.declared import declared_columns
from saltus_training.findings import Finding
from saltus_training.sql import statement_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from saltus_schema import FeatureSchema

    from saltus_training.saved_model import SavedStage

_READS = ("inputCol", "inputCols", "featuresCol", "userCol", "itemCol", "offsetCol")
_WRITES = (
    "outputCol",
    "outputCols",
    "predictionCol",
    "probabilityCol",
    "rawPredictionCol",
    "topicDistributionCol",
    "linkPredictionCol",
    "quantilesCol",
    "leafCol",
    "varianceCol",
)


def missing_inputs(
    root: SavedStage, schema: FeatureSchema | Mapping[str, Any] | None
) -> Iterator[Finding]:
    """Yields a finding for each column that neither the schema nor an earlier stage has."""
    stages = list(root.walk())
    read = {name for stage in stages for name in _columns(stage, _READS)}
    known = {column.name for column in declared_columns(schema or {"fields": []})}
    for stage in stages:
        outputs = _columns(stage, _WRITES)
        for position, name in enumerate(_columns(stage, _READS)):
            if name in known or _is_label(stage, outputs, position, read):
                continue
            known.add(name)
            yield Finding(
                "missing-input",
                f"it reads `{name}`, and neither the schema nor an earlier stage has it",
                fix=f"declare `{name}` in the schema, with type and nullability",
                stage=stage.short_name,
                severity="error",
            )
        known.update(outputs)


def _is_label(stage: SavedStage, outputs: list[str], position: int, read: set[str]) -> bool:
    """Whether Spark skips the column at scoring, and nothing reads what would come of it."""
    indexes = stage.short_name == "StringIndexerModel" and position < len(outputs)
    return indexes and outputs[position] not in read


def _columns(stage: SavedStage, params: tuple[str, ...]) -> list[str]:
    if stage.short_name == "SQLTransformer":
        return statement_names(stage.params.string("statement"))[params is _WRITES]
    values = (stage.params.set.get(name, stage.params.defaults.get(name)) for name in params)
    listed = [value if isinstance(value, list) else [value] for value in values]
    return [name for names in listed for name in names if isinstance(name, str) and name]
