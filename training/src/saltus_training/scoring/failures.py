"""What a failed job of Spark says, in a line."""

from __future__ import annotations

import re

_LACKS = re.compile(
    r"""No\ module\ named\ '(?P<module>pyarrow|saltus_runtime|saltus_schema)'
    | (?P<package>PyArrow)\ .*must\ be\ installed
    | Cannot\ run\ program\ "(?P<program>[^"]*)" """,
    re.VERBOSE,
)
_NO_KAFKA = "Failed to find data source: kafka"
# The last of these in the text is followed by what tells most.
_MARKS = ("[USER_RAISED_EXCEPTION] ", "FileError: ", "ScoreError: ", "Caused by: ")


def cause(error: Exception) -> str:
    """Return the line that tells most, out of many."""
    text = str(error)
    if found := _LACKS.search(text):
        lacking = found["module"] or (found["package"] or "").lower() or f"`{found['program']}`"
        return (
            f"the executors have no {lacking}: ship them what `make executors` packs, "
            "by `--archives`"
        )
    if _NO_KAFKA in text:
        return "Spark lacks its connector for Kafka: name it by --packages or --jars"
    for mark in _MARKS:
        if mark in text:
            return text.rpartition(mark)[2].splitlines()[0].partition(" SQLSTATE: ")[0]
    return text.strip().partition("\n")[0]
