"""One input of a model."""

from __future__ import annotations

from collections.abc import Sequence  # noqa: TC003 - pydantic reads the annotations
from functools import cached_property
from typing import Any, ClassVar, Literal, Self

from pydantic import StrictBool, ValidationInfo, field_validator, model_validator

from saltus_schema.bounds import UNBOUNDED, Bounds
from saltus_schema.column import Column
from saltus_schema.consistency import check_field
from saltus_schema.declaration import Text  # noqa: TC001 - pydantic reads the annotations
from saltus_schema.errors import SchemaError
from saltus_schema.repetition import first_repeated
from saltus_schema.types import FeatureType, parse_type
from saltus_schema.wording import show


class Field(Column):
    """One input of a model: a column of the row that is scored.

    Attributes:
        name: Column name; any non-empty string.
        type: Type name, such as `int`, `list<string>` or `vector[3]`.
        nullable: Whether the pipeline takes null.
        on_missing: What an absent value does: `error` refuses the row, `default` puts *default*
            in its place (and in the place of null, unless nullable), `null` makes it null.
        default: Value for `on_missing="default"`.
        minimum: Smallest usual number, first usual day or moment; inclusive.
        maximum: Largest usual number, last usual day or moment; inclusive.
        on_out_of_range: Whether a value outside is refused or accepted with a warning.
        categories: The values seen in training, in the order the model knows them.
        on_unseen: Whether another value is refused (`error`), accepted (`keep`), or accepted
            with a warning (`warn`).
        unit: Unit of measurement.
        description: What the value means.
        example: A value for documentation.

    Raises:
        SchemaError: The declaration contradicts itself.
    """

    always_written: ClassVar[str] = "nullable"

    nullable: StrictBool = False
    on_missing: Literal["error", "default", "null"] = "error"
    default: Any = None
    minimum: int | float | str | None = None
    maximum: int | float | str | None = None
    on_out_of_range: Literal["error", "warn"] = "error"
    categories: Sequence[str | int] | None = None
    on_unseen: Literal["error", "keep", "warn"] = "error"
    unit: Text | None = None
    example: Any = None

    @field_validator("minimum", "maximum", "default", "example", mode="plain")
    @classmethod
    def _fitting(cls, value: object, info: ValidationInfo) -> Any:
        if value is None or "type" not in info.data:
            return value
        kind = parse_type(info.data["type"])
        if info.field_name in {"minimum", "maximum"} and not kind.ordered:
            raise SchemaError(
                f"{info.field_name} needs a number, a date or a timestamp, not {kind}", "drop it"
            )
        return _fit(kind, value, str(info.field_name))

    @field_validator("categories", mode="plain")
    @classmethod
    def _fitting_categories(cls, values: object, info: ValidationInfo) -> Any:
        if values is None or "type" not in info.data:
            return values
        kind = parse_type(info.data["type"])
        if not kind.categorical:
            raise SchemaError(
                f"categories need strings, integers, decimals, dates or timestamps, not {kind}",
                "drop them or change the type",
            )
        if not isinstance(values, list | tuple):
            raise SchemaError(f"categories must be a list, got {show(values)}")
        fitting = tuple(_fit(kind, value, "each category") for value in values)
        if not fitting:
            raise SchemaError("categories is empty", "leave it out or list the values")
        if (repeated := first_repeated(fitting)) is not None:
            raise SchemaError(f"category {show(repeated)} occurs twice", "list each value once")
        return fitting

    @property
    def bounds(self) -> Bounds:
        """The usual range."""
        ends = (self.minimum, self.maximum)
        return Bounds(*(None if end is None else self.kind.rank(end) for end in ends))

    @property
    def enforced_bounds(self) -> Bounds:
        """The range outside which a row is refused."""
        return self.bounds if self.on_out_of_range == "error" else UNBOUNDED

    @cached_property
    def known(self) -> frozenset[str | int] | None:
        """The categories as a set."""
        return None if self.categories is None else frozenset(self.categories)

    @property
    def is_enum(self) -> bool:
        """Whether JSON Schema can list what the field accepts."""
        return self.categories is not None and self.on_unseen == "error" and self.kind.one_spelling

    def sample(self) -> Any:
        """Return the example, or else some value that the field accepts."""
        if self.example is not None:
            return self.example
        if self.categories is not None:
            return self.categories[0]
        if self.minimum is not None:
            return self.minimum
        if self.default is not None:
            return self.default
        sample = self.kind.sample()
        if self.maximum is None:
            return sample
        return min(sample, self.maximum, key=self.kind.rank)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        check_field(self)
        return self


def _fit(kind: FeatureType, value: object, what: str) -> Any:
    try:
        return kind.fit(value)
    except ValueError as error:
        raise SchemaError(f"{what} {error}", "give one or change the type") from None
