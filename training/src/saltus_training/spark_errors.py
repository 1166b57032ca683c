"""What Spark raises, and what lies behind it."""

from __future__ import annotations

from py4j.protocol import Py4JJavaError
from pyspark.errors import PySparkException

#: Those that a call into the JVM may raise.
SPARK_ERRORS = (Py4JJavaError, PySparkException)

_LONGEST_MESSAGE = 500


def root_cause(error: Exception) -> str:
    """Returns the first line of the innermost cause, for example of a failed job."""
    cause = getattr(error, "java_exception", None) or getattr(error, "_origin", None)
    if cause is None:
        return str(error).partition("\n")[0][:_LONGEST_MESSAGE]
    while cause.getCause() is not None:
        cause = cause.getCause()
    return str(cause.toString()).partition("\n")[0][:_LONGEST_MESSAGE]
