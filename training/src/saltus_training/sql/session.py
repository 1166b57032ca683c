"""What Spark's session decides about SQL, and a saved model does not hold."""

from __future__ import annotations

import re
from dataclasses import dataclass

from saltus_training.errors import ExportError

ANSI = "spark.sql.ansi.enabled"
TIME_ZONE = "spark.sql.session.timeZone"

_ANSI_SINCE = 4
_REGION = re.compile(r"[A-Z][A-Za-z]*(?:/[A-Za-z0-9_+-]+)+")
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::(\d{2}))?")
_UTC = frozenset({"UTC", "GMT", "Z", "ETC/UTC", "ETC/GMT", "UCT", "ZULU"})
_MOST_HOURS = 18


@dataclass(frozen=True, slots=True)
class Session:
    """Settings of the Spark session that a pipeline was made for.

    Attributes:
        ansi: `spark.sql.ansi.enabled`; None if it is not known.
        time_zone: `spark.sql.session.timeZone`; None if it is not known.
    """

    ansi: bool | None = None
    time_zone: str | None = None

    def or_else(self, other: Session) -> Session:
        """Returns the session with *other* where it says nothing."""
        return Session(
            other.ansi if self.ansi is None else self.ansi,
            other.time_zone if self.time_zone is None else self.time_zone,
        )

    def with_defaults(self, spark_version: str) -> Session:
        """Returns the session with the defaults of a Spark version: ANSI rules since 4.0."""
        major = spark_version.partition(".")[0]
        return self.or_else(Session(ansi=not major.isdigit() or int(major) >= _ANSI_SINCE))

    def settings(self) -> dict[str, str]:
        """Returns the settings of Spark that are known, by name."""
        known = {} if self.ansi is None else {ANSI: str(self.ansi).lower()}
        return known if self.time_zone is None else {**known, TIME_ZONE: self.time_zone}

    def zone(self) -> int | str:
        """Returns by how many seconds the time zone is ahead of UTC, or its region.

        Raises:
            ExportError: It is not known, or neither.
        """
        if self.time_zone is None:
            raise ExportError(
                "it depends on the session's time zone, which a saved model does not hold",
                fix="give it: `--time-zone UTC`, or `time_zone` in the model card",
                rule="unknown-fact",
            )
        name = self.time_zone.upper()
        if name in _UTC:
            return 0
        if _REGION.fullmatch(self.time_zone):
            # Whether there is such a region, the runtime knows.
            return self.time_zone
        match = _OFFSET.fullmatch(name)
        if match is None or int(match[2]) > _MOST_HOURS:
            raise ExportError(
                f"it depends on the session's time zone, and {self.time_zone} is neither an "
                "offset nor the name of a region",
                fix="give UTC, an offset such as +01:00, or a region such as America/New_York",
            )
        seconds = int(match[2]) * 3600 + int(match[3] or 0) * 60
        return -seconds if match[1] == "-" else seconds
