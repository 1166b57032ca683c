"""A bundle as the driver knows it: its bytes for the executors, its columns for Spark."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

import saltus_runtime as sr
from saltus_schema import FeatureSchema, SchemaError

from saltus_training.errors import TrainingError

if TYPE_CHECKING:
    from collections.abc import Sequence


class ScoringError(TrainingError):
    """A bundle cannot score a frame, or its scores cannot be written.

    Attributes:
        subject: The bundle, folder or column at fault.
        reason: What is wrong and, where there is something, what to do.
    """

    def __init__(self, subject: str, reason: str) -> None:
        super().__init__(f"{subject}: {reason}")
        self.subject = subject
        self.reason = reason


@dataclass(frozen=True)
class ScoringModel:
    """A verified bundle.

    Attributes:
        file: Where it came from, for errors.
        content: The bytes of its zip file.
        bundle: The loaded bundle.
        schema: Its feature schema; `None` where it has none.
    """

    file: str
    content: bytes
    bundle: sr.Bundle
    schema: FeatureSchema | None

    @classmethod
    def load(cls, bundle: str | Path) -> Self:
        """Read a zip file, and replay its golden rows.

        Raises:
            ScoringError: It cannot be read, or does not give what Spark gave.
        """
        try:
            content = Path(bundle).read_bytes()
            loaded = sr.load(content)
            sr.verify(loaded)
            note = loaded.note("feature_schema.json")
            schema = None if note is None else FeatureSchema.from_json(note)
        except (OSError, sr.SaltusRuntimeError, SchemaError) as error:
            raise ScoringError(str(bundle), f"the bundle cannot be used: {error}") from error
        return cls(str(bundle), content, loaded, schema)

    def scorer(self, outputs: Sequence[str] | None) -> sr.Scorer:
        """Return a scorer for some columns; `None` takes those of an answer over HTTP.

        Raises:
            ScoringError: The pipeline adds no such column.
        """
        names = self.answer if outputs is None else list(outputs)
        try:
            return self.bundle.scorer(names)
        except sr.UnknownColumnError as error:
            raise ScoringError(self.file, error.reason) from None

    @property
    def inputs(self) -> list[str]:
        """The inputs that the feature schema declares; without one those that the bundle reads."""
        declared = self.bundle.inputs if self.schema is None else self.schema.inputs
        return [each.name for each in declared]

    @property
    def answer(self) -> list[str] | None:
        """The outputs that the feature schema names; `None`, for every column, without one."""
        return None if self.schema is None else [output.name for output in self.schema.outputs]
