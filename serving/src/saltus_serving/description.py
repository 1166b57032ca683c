"""What a model says about itself, over HTTP and on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import BaseModel, Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import saltus_runtime as sr

    from saltus_serving.model import Model


class VerificationDescription(BaseModel):
    """How far the bundle has been proven to give what Spark gave."""

    status: Literal["golden", "none"] = Field(
        description="`golden`: its golden rows were replayed and are equal; `none`: it has none"
    )
    rows: int = Field(description="golden rows replayed")

    @classmethod
    def of(cls, verification: sr.Verification) -> Self:
        """Describe *verification*."""
        return cls(status=verification.status, rows=verification.rows)


class ColumnDescription(BaseModel):
    """A column and its type."""

    name: str
    type: str


class ModelDescription(BaseModel):
    """The live model: which one it is, how far it has been proven, how good it was."""

    name: str
    version: str
    digest: str = Field(description="sha256 of the model, in hex")
    schema_fingerprint: str = Field(description="sha256 of names, types and constraints, in hex")
    verification: VerificationDescription
    columns: list[ColumnDescription] = Field(description="what `?outputs=` may ask for")
    task: str | None = Field(description="what the model does, from its card")
    created: str | None = Field(description="when it was trained, from its card")
    metrics: dict[str, Any] = Field(description="how good it was then, from its card")

    @classmethod
    def of(cls, model: Model) -> Self:
        """Describe *model*."""
        return cls(
            **model.stamp,
            schema_fingerprint=model.schema.semantic_fingerprint,
            verification=VerificationDescription.of(model.verification),
            columns=_columns(model.bundle.outputs),
            task=_text(model.card, "task"),
            created=_text(model.card, "created"),
            metrics=card_metrics(model.card),
        )


class StageDescription(BaseModel):
    """A stage, the columns it reads and the columns it adds."""

    name: str
    op: str
    inputs: list[str]
    outputs: list[str]


class BundleDescription(BaseModel):
    """What is in a bundle."""

    file: str
    name: str
    format: str
    digest: str
    version: str | None
    stages: list[StageDescription]
    inputs: list[ColumnDescription]
    outputs: list[ColumnDescription]
    notes: list[str]
    metrics: dict[str, Any]

    @classmethod
    def of(cls, file: str, bundle: sr.Bundle, card: Mapping[str, Any]) -> Self:
        """Describe *bundle*, which came from *file* and has the model card *card*."""
        return cls(
            file=file,
            name=bundle.name,
            format=bundle.format,
            digest=bundle.digest,
            version=_text(card, "version"),
            stages=[
                StageDescription(name=s.name, op=s.op, inputs=s.inputs, outputs=s.outputs)
                for s in bundle.stages
            ],
            inputs=_columns(bundle.inputs),
            outputs=_columns(bundle.outputs),
            notes=bundle.notes,
            metrics=card_metrics(card),
        )


def card_metrics(card: Mapping[str, Any]) -> dict[str, Any]:
    """Return the metrics on *card*, empty if it has none."""
    metrics = card.get("metrics")
    return metrics if isinstance(metrics, dict) else {}


def _columns(columns: Iterable[sr.Column]) -> list[ColumnDescription]:
    return [ColumnDescription(name=column.name, type=column.type) for column in columns]


def _text(card: Mapping[str, Any], key: str) -> str | None:
    value = card.get(key)
    return None if value is None else str(value)
