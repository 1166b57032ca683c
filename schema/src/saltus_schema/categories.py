"""Values from a closed set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from saltus_schema.wording import show, show_all

if TYPE_CHECKING:
    from collections.abc import Sequence


def among(annotation: Any, values: Sequence[str | int]) -> Any:
    """Return an annotation that accepts only these of its values."""
    known = frozenset(values)
    expected = show_all(values)

    def check(value: str | int) -> str | int:
        if value not in known:
            raise PydanticCustomError(
                "unseen_category",
                "must be one of {expected}, got {value}",
                {"expected": expected, "value": show(value)},
            )
        return value

    enum = Field(json_schema_extra={"enum": list(values)})
    return Annotated[annotation, AfterValidator(check), enum]
