"""Looks at a saved model as the export would, and writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from saltus_training.conversion import finish, walk
from saltus_training.errors import ExportError
from saltus_training.findings import Finding, find_all
from saltus_training.preview import preview
from saltus_training.saved_model import SavedStage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

    from saltus_schema import FeatureSchema

    from saltus_training.sql import Session


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What the doctor found.

    Attributes:
        stages: The Spark classes of the model, in the order they run.
        findings: Errors first; no error means that the export will write a bundle.
    """

    stages: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def exportable(self) -> bool:
        """Whether there can be a bundle."""
        return all(finding.severity != "error" for finding in self.findings)

    def to_dict(self) -> dict[str, Any]:
        """Returns the diagnosis as JSON has it."""
        return {
            "saltus_diagnosis": 1,
            "exportable": self.exportable,
            "stages": list(self.stages),
            "findings": [finding.to_dict() for finding in self.findings],
        }


def diagnose(
    saved_model: str | PathLike[str],
    schema: FeatureSchema | Mapping[str, Any] | None = None,
    *,
    filesystem: object = None,
    session: Session | None = None,
) -> Diagnosis:
    """Looks at a model that Spark saved.

    Args:
        saved_model: The folder that was passed to `model.save`: a path, or a URI of any file
            system that pyarrow opens.
        schema: The inputs: a feature schema, or a Spark StructType as decoded JSON. Without it,
            the findings name every input that must be declared.
        filesystem: A file system of pyarrow or fsspec that *saved_model* is a path in.
        session: The settings of Spark's session that SQL depends on, as far as they are known.
    """
    declared = schema or {"fields": []}
    try:
        root = SavedStage.read(saved_model, filesystem)
        stages = tuple(stage.class_name for stage in root.walk())
        scope, converted = walk(root, declared, session)
    except ExportError as error:
        return Diagnosis((), (Finding.from_error(error),))
    errors = scope.errors
    if not errors:
        try:
            preview(finish(root, scope, converted, declared))
        except ExportError as error:
            errors = [error]
    return Diagnosis(stages, (*map(Finding.from_error, errors), *find_all(scope)))
