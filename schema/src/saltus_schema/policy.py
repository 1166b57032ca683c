"""What a field's policies say about a value of the right type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from saltus_schema.violation import Violation
from saltus_schema.wording import show

if TYPE_CHECKING:
    from saltus_schema.field import Field


def doubt(field: Field, value: Any, policy: Literal["error", "warn"]) -> Violation | None:
    """Say why the value is unusual, if that is a case for *policy*.

    Args:
        field: The field, with its range and its categories.
        value: A value of the field's type, or None.
        policy: `error` asks for a reason to refuse, `warn` for a reason to warn.
    """
    if value is None:
        return None
    if field.on_out_of_range == policy and not field.bounds.contains(field.kind.rank(value)):
        message = f"is usually {field.bounds}, got {show(value)}"
        return Violation(field.name, "out_of_range", message)
    if field.on_unseen == policy and field.known is not None and value not in field.known:
        message = f"has a value not seen in training, {show(value)}"
        return Violation(field.name, "unseen_category", message)
    return None
