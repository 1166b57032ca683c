"""What a bundle says of itself, read for a report.

```
TrainingError
└── ReportError   subject, reason
```
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import saltus_runtime as sr
from saltus_schema import FeatureSchema, SchemaError

from saltus_training.errors import TrainingError
from saltus_training.model_report.weights import Weights, read_weights

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class ReportError(TrainingError):
    """A report cannot be made or written.

    Attributes:
        subject: The bundle or file at fault.
        reason: What is wrong and, where there is something, what to do.
    """

    def __init__(self, subject: Path, reason: str) -> None:
        self.subject = subject
        self.reason = reason
        super().__init__(f"`{subject}`: {reason}")


@dataclass(frozen=True, slots=True)
class Content:
    """A loaded and verified bundle, as far as a report tells of it.

    Attributes:
        bundle: The loaded bundle.
        golden_rows: How many rows of Spark's were replayed; 0 where it has none.
        schema: Its feature schema; `None` where it has none.
        card: Its model card; empty where it has none.
        baseline: Statistics of the training data by input; empty where it has none.
        weights: What the model itself tells about its features; `None` where it does not.
    """

    bundle: sr.Bundle
    golden_rows: int
    schema: FeatureSchema | None
    card: Mapping[str, Any]
    baseline: Mapping[str, Mapping[str, Any]]
    weights: Weights | None

    @classmethod
    def read(cls, path: Path) -> Self:
        """Loads a bundle and replays its golden rows.

        Raises:
            ReportError: It cannot be read, or does not give what Spark gave.
        """
        try:
            content = path.read_bytes()
            bundle = sr.load(content)
            verification = sr.verify(bundle)
            note = bundle.note("feature_schema.json")
            schema = None if note is None else FeatureSchema.from_json(note)
            card = _note(bundle, "model_card.json")
            features = _note(bundle, "baseline.json").get("features", {})
            weights = read_weights(content, bundle)
        except (OSError, sr.SaltusRuntimeError, SchemaError, ValueError) as error:
            raise ReportError(path, f"the bundle cannot be used: {error}") from error
        return cls(
            bundle=bundle,
            golden_rows=verification.rows,
            schema=schema,
            card=card,
            baseline=features,
            weights=weights,
        )

    @property
    def name(self) -> str:
        """The model's name."""
        return self.card.get("name") or self.bundle.name

    @property
    def task(self) -> str | None:
        """What the model predicts, such as `regression`, if the bundle says."""
        return self.card.get("task")

    @property
    def evaluation(self) -> Mapping[str, Any]:
        """Curves and tables behind the measures; empty for a model that was not evaluated."""
        evaluation: Mapping[str, Any] = self.card.get("evaluation", {})
        return evaluation

    def class_name(self, index: int | str) -> str:
        """The label of a class, or its number where it has none."""
        for output in self.schema.outputs if self.schema else ():
            if output.role == "prediction" and output.labels and int(index) < len(output.labels):
                return str(output.labels[int(index)])
        return str(index)


def _note(bundle: sr.Bundle, name: str) -> dict[str, Any]:
    note = bundle.note(name)
    found = {} if note is None else json.loads(note)
    if not isinstance(found, dict):
        raise ValueError(f"notes/{name} is no JSON object")  # noqa: TRY004 - bad content, not type
    return found
