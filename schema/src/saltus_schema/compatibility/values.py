"""Changes of the values that an input accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from saltus_schema.bounds import UNBOUNDED
from saltus_schema.compatibility.reason import judge
from saltus_schema.wording import show, show_all

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saltus_schema.compatibility.reason import Reason
    from saltus_schema.field import Field

ACCEPT_AGAIN = "accept them, or warn instead of refusing"
FIT_AGAIN = "fit the model on such values, or refuse them"
REFIT = "fit the model anew, or put new categories at the end"


def compare_values(old: Field, new: Field) -> Iterator[Reason]:
    """Yield what becomes of range and categories; nothing where the types cannot be compared."""
    wider = old.kind.widens_to(new.kind)
    if not wider and not new.kind.widens_to(old.kind):
        return
    if (old.bounds, old.on_out_of_range) != (new.bounds, new.on_out_of_range):
        message = f"its range was {_range(old)} and is {_range(new)}"
        advice = None if not wider or _in_range(old, new) else ACCEPT_AGAIN
        yield judge(old.name, "client", "range", message, advice)
        yield judge(old.name, "model", "range", message, _unless(_in_range(new, old), FIT_AGAIN))
    if (_ranks(old), old.on_unseen) != (_ranks(new), new.on_unseen):
        message = f"its categories were {_categories(old)} and are {_categories(new)}"
        yield judge(
            old.name, "client", "categories", message, _unless(_among(old, new), ACCEPT_AGAIN)
        )
        yield judge(old.name, "model", "categories", message, _unless(_among(new, old), FIT_AGAIN))
    for index, (before, after) in enumerate(
        zip(_ranks(old) or (), _ranks(new) or (), strict=False)
    ):
        if before != after:
            message = f"category {index} was {show(before)} and is {show(after)}"
            yield judge(old.name, "model", "category_order", message, REFIT)
            break


def _unless(safe: bool, advice: str) -> str | None:
    return None if safe else advice


def _range(field: Field) -> str:
    if field.bounds == UNBOUNDED:
        return "open"
    return str(field.bounds) + ("" if field.on_out_of_range == "error" else " or a warning")


def _in_range(inner: Field, outer: Field) -> bool:
    """Tell whether what *inner* accepts lies in the range that *outer* enforces."""
    bounds = outer.enforced_bounds
    if (known := _enforced(inner)) is not None:
        return all(map(bounds.contains, known))
    own = inner.kind.limits(inner.enforced_bounds)
    ends = ((bounds.minimum, own.minimum), (bounds.maximum, own.maximum))
    return all(limit is None or (end is not None and bounds.contains(end)) for limit, end in ends)


def _among(inner: Field, outer: Field) -> bool:
    """Tell whether what *inner* accepts is among the categories that *outer* enforces."""
    allowed, sent = _enforced(outer), _enforced(inner)
    return allowed is None or (sent is not None and set(sent) <= set(allowed))


def _enforced(field: Field) -> list[Any] | None:
    return _ranks(field) if field.on_unseen == "error" else None


def _ranks(field: Field) -> list[Any] | None:
    """Return the categories as they are compared: 1.0 of one scale is 1.00 of another."""
    return None if field.categories is None else list(map(field.kind.rank, field.categories))


def _categories(field: Field) -> str:
    if field.categories is None:
        return "open"
    suffix = {"error": "", "keep": " and others", "warn": " and others with a warning"}
    return show_all(field.categories) + suffix[field.on_unseen]
