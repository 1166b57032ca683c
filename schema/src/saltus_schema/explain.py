"""Pydantic's errors about a row in the words of the schema."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final, cast, get_args

from saltus_schema.bounds import UNBOUNDED
from saltus_schema.violation import Code, Violation
from saltus_schema.wording import LONGEST_TEXT, shorten, show

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from pydantic_core import ErrorDetails

    from saltus_schema.field import Field
    from saltus_schema.schema import FeatureSchema
    from saltus_schema.types.base import Path

OWN_CODES: Final = frozenset(get_args(Code))
CODES: Final[dict[str, Code]] = {
    "missing": "missing",
    "extra_forbidden": "unknown_field",
    "invalid_key": "unknown_field",
    "greater_than": "out_of_range",
    "greater_than_equal": "out_of_range",
    "less_than": "out_of_range",
    "less_than_equal": "out_of_range",
    "too_long": "wrong_size",
    "too_short": "wrong_size",
}
# A client may send any number of names that nobody knows; the known ones are bounded.
MOST_UNKNOWN = 20
MOST_SUGGESTED = 3


def violations(schema: FeatureSchema, errors: Iterable[ErrorDetails]) -> list[Violation]:
    """Turn the errors of `request_model(schema)` into at most one violation per field.

    Args:
        schema: The schema of the refused row.
        errors: As pydantic's `ValidationError.errors()` gives them, with locations that start
            at the row.
    """
    fields = {field.name: field for field in schema.inputs}
    found: dict[object, Violation] = {}
    unknown = 0
    for error in errors:
        name = error["loc"][0] if error["loc"] else None
        if name in found:
            continue
        if name is None:
            found[name] = _about_row(error)
        elif isinstance(name, str) and name in fields:
            found[name] = _about_field(fields[name], error)
        elif unknown < MOST_UNKNOWN:
            unknown += 1
            found[name] = _about_stranger(str(name), fields if unknown <= MOST_SUGGESTED else ())
    return list(found.values())


def _about_row(error: ErrorDetails) -> Violation:
    if error["type"] == "string_unicode":
        return Violation("", "unknown_field", "must have names of whole characters only")
    message = f"must be an object with the inputs of the model, got {show(error['input'])}"
    return Violation("", "wrong_type", message)


def _about_stranger(name: str, known: Collection[str]) -> Violation:
    message = "is not an input of the model, drop it"
    if len(name) <= LONGEST_TEXT:
        for close in difflib.get_close_matches(name, known, n=1):
            message = f"is not an input of the model, did you mean {show(close)}?"
    return Violation(shorten(name), "unknown_field", message)


def _about_field(field: Field, error: ErrorDetails) -> Violation:
    path = field.kind.path(error["loc"][1:])
    place = ".".join((field.name, *(shorten(str(part)) for part in path)))
    code = CODES.get(error["type"])
    if code is None and error["type"] in OWN_CODES:
        return Violation(place, cast("Code", error["type"]), error["msg"])
    if code is None:
        code = field.kind.at(path).refusal(error["input"])
    return Violation(place, code, _message(field, path, code, error["input"]))


def _message(field: Field, path: Path, code: Code, value: object) -> str:
    expected = field.kind.at(path).expected(UNBOUNDED if path else field.enforced_bounds)
    if field.nullable and not path:
        expected = f"{expected} or null"
    match code:
        case "missing":
            return f"is required, give {expected}"
        case "unknown_field":
            return f"is unknown, {field.name} must be {expected}"
    return f"must be {expected}, got {show(value)}"
