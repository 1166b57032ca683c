"""What fields, outputs and schemas have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    ValidationError,
    ValidationInfo,
)

from saltus_schema.errors import SchemaError
from saltus_schema.repetition import first_repeated
from saltus_schema.types.text import StringType
from saltus_schema.wording import show

Text = Annotated[str, StringType().annotation()]
Name = Annotated[Text, StringConstraints(min_length=1)]


def ordered(value: object, info: ValidationInfo) -> object:
    """Refuse sets and generators, whose order is no statement."""
    if isinstance(value, list | tuple):
        return tuple(value)
    raise SchemaError(f"{info.field_name} must be a list, got {show(value)}")


def _labels(values: Sequence[str]) -> Sequence[str]:
    if not values:
        raise SchemaError("labels is empty", "leave it out or name every class")
    if (repeated := first_repeated(values)) is not None:
        raise SchemaError(f"label {show(repeated)} occurs twice", "name every class once")
    return values


Labels = Annotated[Sequence[Name], BeforeValidator(ordered), AfterValidator(_labels)]


class Declaration(BaseModel):
    """A frozen model whose contradictions are `SchemaError`s."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __init__(self, /, **data: Any) -> None:
        try:
            super().__init__(**data)
        except ValidationError as error:
            raise self._problem(error, self._subject(data)) from None

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy, checked again where values are updated."""
        if update is None:
            return super().model_copy(deep=deep)
        return type(self)(
            **{name: getattr(self, name) for name in type(self).model_fields} | dict(update)
        )

    @classmethod
    def _subject(cls, data: Mapping[str, Any]) -> str | None:
        """Name the column that an error is about."""
        del data
        return None

    @classmethod
    def _problem(cls, error: ValidationError, subject: str | None) -> SchemaError:
        details = error.errors(include_url=False)
        # A misspelt key is also a missing one; its own name tells more.
        detail = next((d for d in details if d["type"] == "extra_forbidden"), details[0])
        place = ".".join(map(str, detail["loc"]))
        cause = detail.get("ctx", {}).get("error")
        if isinstance(cause, SchemaError):
            nested = place if len(detail["loc"]) > 1 else None
            return SchemaError(cause.problem, cause.hint, cause.field or nested or subject)
        match detail["type"]:
            case "missing":
                return SchemaError(f"{place} is missing", f"give {place}", subject)
            case "extra_forbidden":
                known = ", ".join(cls.model_fields)
                return SchemaError(f"unknown key {show(place)}", f"use only {known}", subject)
        problem = f"{place}: {detail['msg']}, got {show(detail['input'])}"
        return SchemaError(problem, None, subject)
