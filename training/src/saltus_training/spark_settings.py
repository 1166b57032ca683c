"""Settings of a running Spark, for a while."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from py4j.protocol import Py4JError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyspark.sql import SparkSession


@contextmanager
def spark_settings(spark: SparkSession, settings: Mapping[str, str]) -> Iterator[None]:
    """Change settings of a session, which may be somebody else's, and put them back on leaving.

    Args:
        spark: The session.
        settings: Values by name, such as `spark.sql.session.timeZone`.
    """
    before = {name: spark.conf.get(name, None) for name in settings}
    for name, value in settings.items():
        spark.conf.set(name, value)
    try:
        yield
    finally:
        # A call that was interrupted still reads from this thread's connection.
        thread = threading.Thread(target=_put_back, args=(spark, before), name="put-back")
        thread.start()
        thread.join()


def _put_back(spark: SparkSession, settings: Mapping[str, str | None]) -> None:
    # A JVM that is gone has no settings.
    with suppress(Py4JError, OSError):
        for name, value in settings.items():
            if value is None:
                spark.conf.unset(name)
            else:
                spark.conf.set(name, value)
