"""Which values of a column the schema may refuse or replace.

Nearly all columns have none. So each is asked as a whole first, which is a pass or two over its
values, and masks are made where that raises doubt only.
"""

from __future__ import annotations

from functools import reduce
from math import inf, isfinite
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from saltus_schema.arrow.types import SCALARS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saltus_schema.field import Field


def doubt(field: Field, column: pa.Array) -> pa.Array | None:
    """Return a mask of the values in doubt; `None` if there are none.

    Args:
        field: What is declared.
        column: The values, as `cast` returns them.
    """
    masks = [pc.fill_null(mask, fill_value=False) for mask in _doubts(field, column)]
    return reduce(pc.or_, masks) if masks else None


def _doubts(field: Field, column: pa.Array) -> Iterator[pa.Array]:
    if column.null_count and not field.nullable:
        yield pc.is_null(column)
    rounded = column.cast(SCALARS[field.type], safe=False)
    # A sum is finite only if every value is.
    finite = not pa.types.is_floating(rounded.type) or isfinite(pc.sum(rounded).as_py() or 0)
    if not finite:
        yield pc.invert(pc.is_finite(rounded))
    if field.on_out_of_range == "error":
        yield from _out_of_range(field.minimum, field.maximum, column, finite=finite)
    if field.categories is not None and field.on_unseen == "error":
        known = pc.is_in(column, pa.array(field.categories, column.type))
        if not pc.all(pc.or_(known, pc.is_null(column)), min_count=0).as_py():
            yield pc.and_(pc.invert(known), pc.is_valid(column))


def _out_of_range(minimum: Any, maximum: Any, column: pa.Array, *, finite: bool) -> Iterator[Any]:
    if minimum is None and maximum is None:
        return
    ends: dict[str, Any] = {"min": -inf, "max": inf}
    if finite:
        ends = pc.min_max(column).as_py()
    if None in ends.values():
        return
    if minimum is not None and ends["min"] < minimum:
        yield pc.less(column, minimum)
    if maximum is not None and ends["max"] > maximum:
        yield pc.greater(column, maximum)
