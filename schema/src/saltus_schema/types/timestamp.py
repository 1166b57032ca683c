"""Moments in time."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic_core import PydanticKnownError

from saltus_schema.bounds import UNBOUNDED, Bounds
from saltus_schema.types.textual import TextualType, limits

# RFC 3339 without leap seconds, which Spark does not know. Offsets as far as java.time has them.
PATTERN = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?"
    r"([Zz]|[+-]((0[0-9]|1[0-7]):[0-5][0-9]|18:00))"
)
TIMESTAMP = re.compile(PATTERN)
FIRST, LAST = "0001-01-01T00:00:00.000000Z", "9999-12-31T23:59:59.999999Z"


@dataclass(frozen=True)
class TimestampType(TextualType):
    """`timestamp`: a moment to the microsecond, as RFC 3339 writes it with its offset.

    The canonical string is the moment in UTC with six digits of the second.
    """

    format: ClassVar[str] = "date-time"
    one_spelling: ClassVar[bool] = False

    def __str__(self) -> str:
        return "timestamp"

    def spark_json(self) -> str:
        """Return Spark's name."""
        return "timestamp"

    def read(self, value: object) -> str:
        """Accept RFC 3339 with an offset and at most six digits of the second."""
        if not isinstance(value, str) or not TIMESTAMP.fullmatch(value):
            raise ValueError("no timestamp")
        moment = dt.datetime.fromisoformat(value.upper())
        try:
            utc = moment.astimezone(dt.UTC).replace(tzinfo=None)
        except OverflowError:
            if moment.year == dt.MINYEAR:
                raise PydanticKnownError("greater_than_equal", {"ge": FIRST}) from None
            raise PydanticKnownError("less_than_equal", {"le": LAST}) from None
        return f"{utc.isoformat(timespec='microseconds')}Z"

    def document(self, bounds: Bounds = UNBOUNDED) -> dict[str, Any]:
        """Return a string of the format `date-time`."""
        pattern = f"^{PATTERN}$"
        return {"type": "string", "format": self.format, "pattern": pattern, **limits(bounds)}

    def expected(self, bounds: Bounds = UNBOUNDED) -> str:
        """Say what a value must be."""
        moment = 'a time with its offset from UTC, such as "2026-11-22T10:00:00+01:00"'
        return moment if bounds == UNBOUNDED else f"{moment}, {bounds}"

    def sample(self) -> str:
        """Return the moment that Unix counts from."""
        return "1970-01-01T00:00:00.000000Z"
