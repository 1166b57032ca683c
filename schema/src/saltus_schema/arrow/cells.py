"""Cells of CSV: texts that stand for values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from saltus_schema.decode import decode_json
from saltus_schema.errors import JsonError
from saltus_schema.missing import MISSING_TEXTS
from saltus_schema.types.boolean import BooleanType
from saltus_schema.types.text import StringType
from saltus_schema.types.textual import TextualType

if TYPE_CHECKING:
    from saltus_schema.field import Field

_NUMBER = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$"
_BOOLEAN = r"^(true|false)$"


def present(column: pa.Array, field: Field) -> pa.Array:
    """Return the cells with null for each that stands for no value."""
    if isinstance(field.kind, StringType):
        return column
    missing = pc.is_in(pc.utf8_lower(_trimmed(column)), pa.array(MISSING_TEXTS))
    return pc.if_else(missing, pa.scalar(None, column.type), column)


def literals(column: pa.Array, field: Field) -> pa.Array | None:
    """Return the cells as JSON spells numbers and truth values; `None` if some cell is neither."""
    texts = _trimmed(column)
    if isinstance(field.kind, BooleanType):
        texts = pc.utf8_lower(texts)
    form = _BOOLEAN if isinstance(field.kind, BooleanType) else _NUMBER
    return texts if pc.all(pc.match_substring_regex(texts, form), min_count=0).as_py() else None


def parsed(cell: str | None, field: Field) -> Any:
    """Return a cell as JSON would hold it; as it is, where it is no JSON of its own."""
    if cell is None or isinstance(field.kind, StringType | TextualType):
        return cell
    text = cell.strip(" ")
    try:
        return decode_json(text.lower() if isinstance(field.kind, BooleanType) else text)
    except JsonError:
        return cell


def _trimmed(column: pa.Array) -> pa.Array:
    return pc.utf8_trim(column, characters=" ")
