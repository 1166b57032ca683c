"""The first line of CSV, which names the columns."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass

from saltus_training.ingest.errors import IngestError

# What Java puts in the place of bytes that are no UTF-8.
UNREADABLE = "\ufffd"

_DELIMITERS = ",;\t|"
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of CSV.

    Attributes:
        names: Of the columns; no two are one to Spark, which ignores case.
        delimiter: What is between them.
    """

    names: list[str]
    delimiter: str


def read_header(line: str, source: str) -> Header:
    """Reads a first line; the delimiter is the one that it has most of outside quotes.

    Raises:
        IngestError: It is empty, or does not name every column with a name of its own.
    """
    line = line.removeprefix(_BYTE_ORDER_MARK)
    if not line.strip():
        raise IngestError(source, "the first line has to name the columns, and is empty", line=1)
    if UNREADABLE in line:
        raise IngestError(source, "it is not UTF-8 text; save it as UTF-8", line=1)
    bare = _QUOTED.sub("", line)
    if '"' in bare:
        raise IngestError(source, "a quote is not closed; name each column in one line", line=1)
    delimiter = max(_DELIMITERS, key=bare.count)
    names = [name.strip() for name in next(csv.reader([line], delimiter=delimiter))]
    places: dict[str, int] = {}
    for place, name in enumerate(names, start=1):
        if not name:
            reason = f"column {place} of {len(names)} has no name; name it, or remove it"
            raise IngestError(source, reason, line=1)
        if first := places.get(name.lower()):
            reason = f"columns {first} and {place} have one name, as case does not count"
            raise IngestError(source, f"{reason}; rename one", line=1, column=name)
        places[name.lower()] = place
    return Header(names, delimiter)
