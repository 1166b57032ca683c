"""Where a model comes from and how good it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, JsonValue, ValidationError

from saltus_training.bundle import to_json
from saltus_training.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Mapping


class ModelCard(BaseModel):
    """`notes/model_card.json` of a bundle; the export fills in what is left out.

    Attributes:
        name: The model's name.
        version: Its version, by default the first twelve digits of the content's digest.
        task: What it predicts, such as `binary_classification`.
        description: What it answers, in a sentence.
        created: When it was saved, UTC.
        spark_version: The Spark that saved it.
        java_version: The Java that Spark ran on.
        locale: The JVM's default locale, which lower-casing follows.
        time_zone: Spark's session time zone, which times in SQL follow.
        ansi: Whether Spark's ANSI rules hold in SQL, by default those of its version.
        training_rows: The number of rows of the frame given to the export.
        metrics: Measures of quality by name.
        params: Parameters of the training by name.
        evaluation: Curves and tables behind the measures, for a report.
        source_revision: The revision of the code that trained it.
        data_fingerprint: A sha256 that changes with the content of the frame, not with its order.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str | None = None
    version: str | None = None
    task: str | None = None
    description: str | None = None
    created: AwareDatetime | None = None
    spark_version: str | None = None
    java_version: str | None = None
    locale: str | None = None
    time_zone: str | None = None
    ansi: bool | None = None
    training_rows: int | None = None
    metrics: dict[str, JsonValue] = {}
    params: dict[str, JsonValue] = {}
    evaluation: dict[str, JsonValue] = {}
    source_revision: str | None = None
    data_fingerprint: str | None = None

    @classmethod
    def complete(
        cls, card: ModelCard | Mapping[str, Any] | None, facts: Mapping[str, Any]
    ) -> ModelCard:
        """Returns *card* with *facts* where it says nothing.

        Raises:
            ExportError: The card has an unknown or ill-typed entry, or one JSON cannot hold.
        """
        given = card.model_dump(exclude_unset=True) if isinstance(card, ModelCard) else card or {}
        try:
            complete = cls(**{**facts, **given})
        except ValidationError as error:
            detail = error.errors(include_url=False)[0]
            place = ".".join(map(str, detail["loc"]))
            raise ExportError(
                f"`{place}`: {detail['msg']}",
                fix=f"use only {', '.join(cls.model_fields)}",
                stage="model card",
                rule=ExportError.FAILED,
            ) from error
        complete.to_json()
        return complete

    def to_json(self) -> bytes:
        """Returns the note, without what is unknown.

        Raises:
            ExportError: It holds a number that JSON cannot.
        """
        try:
            return to_json(self.model_dump(mode="json", exclude_none=True))
        except ValueError as error:
            raise ExportError(
                f"it holds a number JSON cannot ({error})",
                fix="leave out metrics and params that are NaN or infinite",
                stage="model card",
                rule=ExportError.FAILED,
            ) from error
