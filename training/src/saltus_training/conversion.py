"""Turns a saved Spark model into the files of a bundle; needs neither Spark nor a JVM."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from saltus_training import bundle
from saltus_training.bundle import NamedNode, Node, pipeline
from saltus_training.columns import Column, Columns
from saltus_training.converters import CONVERTERS, Scope
from saltus_training.converters.refused import unsupported
from saltus_training.declared import complete_schema, declared_columns
from saltus_training.findings import find_all
from saltus_training.saved_model import SavedStage
from saltus_training.sql import Session

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

    from saltus_schema import FeatureSchema

    from saltus_training.converters import StageRecord
    from saltus_training.findings import Finding


@dataclass(frozen=True, slots=True)
class Conversion:
    """A converted model.

    Attributes:
        root: The nodes, named.
        members: The files under `root/`, by path in the bundle.
        schema: Inputs and outputs; outputs are derived where none were declared.
        columns: The columns the pipeline adds, in Spark's order.
        stages: Each Spark stage, innermost first, in the order they run.
        boundaries: Numbers by input at which some stage changes what it does.
        categories: Values by input that some stage knows.
        saved_at: When the model was saved, in milliseconds since 1970, UTC.
        spark_version: The Spark that saved it.
        findings: What will surprise at scoring, each with its stage.
    """

    root: NamedNode
    members: dict[str, bytes]
    schema: FeatureSchema
    columns: tuple[Column, ...]
    stages: tuple[StageRecord, ...]
    boundaries: Mapping[str, tuple[float, ...]]
    categories: Mapping[str, tuple[str, ...]]
    saved_at: int
    spark_version: str
    findings: tuple[Finding, ...]

    @property
    def portable(self) -> bool:
        """Whether MLeap's own runtime can load the bundle."""
        return all(stage.converted.portable for stage in self.stages)

    @property
    def digest(self) -> str:
        """The sha256 of `members`, in hex."""
        return bundle.content_digest(self.members)


def convert(
    saved_model: str | PathLike[str],
    schema: FeatureSchema | Mapping[str, Any],
    *,
    name: str = "model",
    session: Session | None = None,
) -> Conversion:
    """Converts a model that Spark saved.

    Args:
        saved_model: The folder that was passed to `model.save`: a PipelineModel or one stage.
        schema: The inputs: a feature schema, or a Spark StructType as decoded JSON.
        name: The name of the feature schema, where *schema* is a StructType.
        session: The settings of Spark's session that SQL depends on, as far as they are known.

    Raises:
        ExportError: The folder is no complete saved model, a stage cannot be exported, or the
            schema leaves a fact open that the bundle needs.
    """
    stage = SavedStage.read(Path(saved_model))
    _check_supported(stage)
    columns = Columns(declared_columns(schema))
    scope = Scope(columns, CONVERTERS, records=[], session=session or Session())
    converted = scope.convert(stage)
    root = bundle.named(_single_root(converted.nodes))
    return Conversion(
        root=root,
        members=bundle.render(root),
        schema=complete_schema(schema, name, columns),
        columns=tuple(columns.added),
        stages=tuple(scope.records),
        boundaries=_boundaries(scope.records),
        categories=_categories(scope.records),
        saved_at=stage.metadata.timestamp,
        spark_version=stage.metadata.spark_version,
        findings=tuple(find_all(scope)),
    )


def _check_supported(stage: SavedStage) -> None:
    classes = [inner.class_name for inner in stage.walk()]
    if missing := [name for name in classes if name not in CONVERTERS]:
        raise unsupported(missing)


def _single_root(nodes: tuple[Node, ...]) -> Node:
    return nodes[0] if len(nodes) == 1 else pipeline(nodes)


def _boundaries(stages: list[StageRecord]) -> dict[str, tuple[float, ...]]:
    found: defaultdict[str, list[float]] = defaultdict(list)
    for stage in stages:
        for name, values in stage.converted.boundaries.items():
            found[name] += values
    return {name: tuple(dict.fromkeys(values)) for name, values in found.items()}


def _categories(stages: list[StageRecord]) -> dict[str, tuple[str, ...]]:
    return {name: labels for stage in stages for name, labels in stage.converted.categories.items()}
