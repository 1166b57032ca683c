"""Values from a closed set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from saltus_schema.wording import show, show_all

if TYPE_CHECKING:
    from collections.abc import Sequence


def among(annotation: Any, values: Sequence[str | int], *, enum: bool = True) -> Any:
    """Return an annotation that accepts only these of its values.

    Args:
        annotation: Of a value of any kind.
        values: Those that are accepted, as the annotation validates them.
        enum: Whether a document may list them, since clients write them in no other way.
    """
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

    checked = Annotated[annotation, AfterValidator(check)]
    if not enum:
        return checked
    return Annotated[checked, Field(json_schema_extra={"enum": list(values)})]
