"""Changes of the inputs, for clients and for the model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from saltus_schema.compatibility.reason import judge
from saltus_schema.compatibility.values import compare_values
from saltus_schema.wording import show

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from saltus_schema.compatibility.reason import Reason
    from saltus_schema.field import Field


def compare_inputs(old: Sequence[Field], new: Sequence[Field]) -> Iterator[Reason]:
    """Yield what becomes of every input."""
    after = {declared.name: declared for declared in new}
    before = {declared.name for declared in old}
    for declared in old:
        if declared.name in after:
            yield from _changed(declared, after[declared.name])
        else:
            yield from _removed(declared.name)
    for declared in new:
        if declared.name not in before:
            yield from _added(declared)


def _removed(name: str) -> Iterator[Reason]:
    message = "was removed"
    advice = "keep it until no client sends it"
    yield judge(name, "client", "removed", message, advice)
    yield judge(name, "model", "removed", message, "fit the model without it, or keep it")


def _added(declared: Field) -> Iterator[Reason]:
    advice = 'give it on_missing "default" or "null"' if declared.on_missing == "error" else None
    yield judge(declared.name, "client", "added", "was added", advice)
    yield judge(declared.name, "model", "added", "was added", None)


def _changed(old: Field, new: Field) -> Iterator[Reason]:
    yield from _type(old, new)
    yield from _absence(old, new)
    yield from compare_values(old, new)
    yield from _unit(old, new)


def _type(old: Field, new: Field) -> Iterator[Reason]:
    if old.kind == new.kind:
        return
    message = f"was {old.type} and is {new.type}"
    wider = old.kind.widens_to(new.kind)
    advice = None if wider else "add a field of another name, and keep this one for old clients"
    yield judge(old.name, "client", "type", message, advice)
    same_column = old.kind.spark_json() == new.kind.spark_json() and new.kind.widens_to(old.kind)
    advice = None if same_column else "fit the model on the new type"
    yield judge(old.name, "model", "type", message, advice)


def _absence(old: Field, new: Field) -> Iterator[Reason]:
    before, after = _of_null(old), _of_null(new)
    if before != after:
        message = f"null was {before} and is {after}"
        yield judge(old.name, "client", "null", message, _unless_refused(before))
    if old.nullable != new.nullable:
        message = "may be null now" if new.nullable else "is null in no row any more"
        advice = "fit the model on rows with null, or give a default" if new.nullable else None
        yield judge(old.name, "model", "null", message, advice)
    before, after = _of_missing_key(old), _of_missing_key(new)
    if before != after:
        message = f"a missing key was {before} and is {after}"
        yield judge(old.name, "client", "missing", message, _unless_refused(before))


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the row has where a client gives no value."""

    action: Literal["refused", "null", "the default"]
    default: Any = None

    def __str__(self) -> str:
        return self.action if self.default is None else f"{self.action} {show(self.default)}"


REFUSED = Meaning("refused")
NULL = Meaning("null")


def _of_null(declared: Field) -> Meaning:
    return NULL if declared.nullable else _of_default(declared)


def _of_missing_key(declared: Field) -> Meaning:
    return NULL if declared.on_missing == "null" else _of_default(declared)


def _of_default(declared: Field) -> Meaning:
    if declared.on_missing != "default":
        return REFUSED
    return Meaning("the default", declared.kind.rank(declared.default))


def _unless_refused(before: Meaning) -> str | None:
    return None if before == REFUSED else "keep what it meant for old clients"


def _unit(old: Field, new: Field) -> Iterator[Reason]:
    if old.unit == new.unit:
        return
    if old.unit is None or new.unit is None:
        message = f"its unit {show(old.unit or new.unit)} was {'added' if new.unit else 'dropped'}"
        advice = None
    else:
        message = f"its unit was {show(old.unit)} and is {show(new.unit)}"
        advice = "add a field of another name: the same number means something else"
    yield judge(old.name, "client", "unit", message, advice)
    yield judge(old.name, "model", "unit", message, advice)
