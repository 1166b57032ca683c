"""Turns a saved Spark model into the files of a bundle; needs neither Spark nor a JVM."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from saltus_training import bundle
from saltus_training.bundle import NamedNode, Node, pipeline
from saltus_training.columns import Column, Columns
from saltus_training.converters import CONVERTERS, Scope
from saltus_training.declared import complete_schema, declared_columns
from saltus_training.errors import ExportError
from saltus_training.findings import find_all
from saltus_training.saved_model import SavedStage, release_memory
from saltus_training.sql import Session

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

    from saltus_schema import FeatureSchema

    from saltus_training.converters import Converted, StageRecord
    from saltus_training.findings import Finding
    from saltus_training.saved_model import Folder


@dataclass(frozen=True, slots=True)
class Conversion:
    """A converted model.

    Attributes:
        root: The nodes, named.
        members: The files under `root/`, by path in the bundle; trees are unpacked each time.
        schema: Inputs and outputs; outputs are derived where none were declared.
        columns: The columns the pipeline adds, in Spark's order.
        targets: The names of those that only the training of a predictor needed.
        stages: Each Spark stage, innermost first, in the order they run.
        boundaries: Numbers by input at which some stage changes what it does.
        categories: Values by input that some stage knows.
        saved_at: When the model was saved, in milliseconds since 1970, UTC.
        spark_version: The Spark that saved it.
        findings: What will surprise at scoring, each with its stage.
    """

    root: NamedNode
    members: Mapping[str, bytes]
    schema: FeatureSchema
    columns: tuple[Column, ...]
    targets: frozenset[str]
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
    saved_model: str | PathLike[str] | Folder,
    schema: FeatureSchema | Mapping[str, Any],
    *,
    name: str = "model",
    filesystem: object = None,
    session: Session | None = None,
) -> Conversion:
    """Converts a model that Spark saved.

    Args:
        saved_model: The folder that was passed to `model.save`, a PipelineModel or one stage: a
            path, or a URI of any file system that pyarrow opens.
        schema: The inputs: a feature schema, or a Spark StructType as decoded JSON.
        name: The name of the feature schema, where *schema* is a StructType.
        filesystem: A file system of pyarrow or fsspec that *saved_model* is a path in.
        session: The settings of Spark's session that SQL depends on, as far as they are known.

    Raises:
        ExportError: The folder is no complete saved model, stages cannot be exported, or the
            schema leaves facts open that the bundle needs. Its `others` are the errors after the
            first.
    """
    stage = SavedStage.read(saved_model, filesystem)
    scope, converted = walk(stage, schema, session)
    release_memory()
    if scope.errors:
        raise ExportError.of(scope.errors)
    return finish(stage, scope, converted, schema, name)


def finish(
    stage: SavedStage,
    scope: Scope,
    converted: Converted,
    schema: FeatureSchema | Mapping[str, Any],
    name: str = "model",
) -> Conversion:
    """Makes a conversion of what `walk` gave without errors.

    Raises:
        ExportError: The schema declares outputs that the pipeline does not make.
    """
    root = bundle.named(_single_root(converted.nodes))
    return Conversion(
        root=root,
        members=bundle.render(root),
        schema=complete_schema(schema, name, scope.columns),
        columns=tuple(scope.columns.added),
        targets=frozenset(column.name for column in scope.columns.targets),
        stages=tuple(scope.records),
        boundaries=_boundaries(scope.records),
        categories=_categories(scope.records),
        saved_at=stage.metadata.timestamp,
        spark_version=stage.metadata.spark_version,
        findings=tuple(find_all(scope)),
    )


def walk(
    stage: SavedStage, schema: FeatureSchema | Mapping[str, Any], session: Session | None = None
) -> tuple[Scope, Converted]:
    """Converts every stage that can be; the scope keeps the errors of the others.

    Raises:
        ExportError: The folder of a stage is incomplete, or the schema is none.
    """
    scope = Scope(Columns(declared_columns(schema)), CONVERTERS, session=session or Session())
    return scope, scope.convert(stage)


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
