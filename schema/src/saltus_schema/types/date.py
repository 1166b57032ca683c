"""Days of the calendar."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any, ClassVar

from saltus_schema.bounds import UNBOUNDED, Bounds
from saltus_schema.types.textual import TextualType, limits

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class DateType(TextualType):
    """`date`: a day of the years 1 to 9999, as `YYYY-MM-DD`."""

    format: ClassVar[str] = "date"

    def __str__(self) -> str:
        return "date"

    def spark_json(self) -> str:
        """Return Spark's name."""
        return "date"

    def read(self, value: object) -> str:
        """Accept `YYYY-MM-DD` where the calendar has that day."""
        if not isinstance(value, str) or not DATE.fullmatch(value):
            raise ValueError("no date")
        dt.date.fromisoformat(value)
        return value

    def document(self, bounds: Bounds = UNBOUNDED) -> dict[str, Any]:
        """Return a string of the format `date`."""
        return {"type": "string", "format": self.format, **limits(bounds)}

    def expected(self, bounds: Bounds = UNBOUNDED) -> str:
        """Say what a value must be."""
        day = 'a date such as "2026-11-22"'
        return day if bounds == UNBOUNDED else f"{day}, {bounds}"

    def sample(self) -> str:
        """Return the day that Unix counts from."""
        return "1970-01-01"
