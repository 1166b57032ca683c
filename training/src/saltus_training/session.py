"""The one place that starts Spark.

```
TrainingError
└── SparkError    reason, detail
```
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
import warnings
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from py4j.protocol import Py4JError, Py4JJavaError
from pyspark import SparkConf, SparkContext
from pyspark.errors import PySparkRuntimeError
from pyspark.java_gateway import launch_gateway
from pyspark.sql import SparkSession

from saltus_training.errors import TrainingError
from saltus_training.java import find_java

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

DEFAULT_MASTER = "local[*]"
DEFAULT_DRIVER_MEMORY = "2g"

_SCRATCH_KEY = "spark.saltus.scratch"
_LOG_NAME = "jvm.log"
_LAST_GASP_SECONDS = 2
_ENVIRONMENT = "environment"
_PYTHON = "PYSPARK_PYTHON"
# Text case and number formats follow the JVM's locale, dates its zone: neither may depend on who
# trains, nor on the machine of an executor.
_LOCALE = "-Duser.language=en -Duser.country=US -Duser.timezone=UTC"
# Where py4j reports an interrupt.
_INTERRUPT_LOGGERS = ("root", "py4j.clientserver")
_LOG4J = """\
rootLogger.level = error
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = %d{HH:mm:ss} %p %c{1}: %m%n%ex
"""


class SparkError(TrainingError):
    """Spark did not start, or did not last.

    Attributes:
        reason: What happened and, where there is something, what to do.
        detail: What the JVM said; empty if nothing.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"Spark {reason}: {detail}" if detail else f"Spark {reason}")


@contextmanager
def spark_session(
    *,
    master: str = DEFAULT_MASTER,
    driver_memory: str = DEFAULT_DRIVER_MEMORY,
    java_options: str = "",
    archives: Path | None = None,
    more: Mapping[str, str | None] = MappingProxyType({}),
) -> Iterator[SparkSession]:
    """Start Spark, and on leaving stop it and remove all that it wrote.

    A session that is active already is used as it is and left running.

    Args:
        master: Where Spark runs, for example `local[2]` for two cores.
        driver_memory: Heap of the JVM, for example `2g`.
        java_options: More options for the JVM. `-XX:TieredStopAtLevel=1` saves a third of the
            processor time of many small jobs, such as tests, and costs much with much data.
            Memory and options are those of the first session of a process: it starts the JVM.
        archives: A packed Python environment for the executors of a cluster, with pyarrow and
            saltus_runtime in it: Spark ships and unpacks it, and starts its `bin/python`.
        more: More of Spark's settings, such as `spark.jars`; those of `None` are left out.

    Yields:
        The session.

    Raises:
        JavaError: There is no Java that can start Spark.
        SparkError: Spark did not start, ran out of memory or ended.
    """
    active = SparkSession.getActiveSession()
    if active is not None:
        yield active
        return
    if archives is not None and master.startswith("local"):
        reason = f"has no executors to ship archives to: `{master}` runs in this Python"
        raise SparkError(f"{reason}; leave --archives out")
    find_java()
    with tempfile.TemporaryDirectory(prefix="saltus-train-", ignore_cleanup_errors=True) as folder:
        scratch = Path(folder)
        conf = _configuration(scratch, master, driver_memory, java_options)
        conf.setAll([(key, value) for key, value in more.items() if value is not None])
        if archives is not None:
            conf.set("spark.archives", f"{archives.absolute()}#{_ENVIRONMENT}")
        with _python_of_executors(master, archives), _interrupts() as as_python_does:
            session = _start(conf, scratch / _LOG_NAME)
            as_python_does()
            try:
                yield session
            except (Py4JError, OSError) as error:
                _raise_if_gone(error, scratch / _LOG_NAME)
                raise
            finally:
                _stop(session)


def scratch_folder(spark: SparkSession) -> Path:
    """Make a folder for files that Spark reads while the session lives.

    It goes when `spark_session` ends; a session from elsewhere leaves it to the system.
    """
    parent = spark.conf.get(_SCRATCH_KEY, None)
    return Path(tempfile.mkdtemp(prefix="saltus-train-", dir=parent))


@contextmanager
def _python_of_executors(master: str, archives: Path | None) -> Iterator[None]:
    """Names the Python of executors for the time of a session.

    Spark's default is the `python3` of their machines. That is right on a cluster, where this one
    need not exist; here it need not have our packages.
    """
    before = os.environ.get(_PYTHON)
    if archives is not None:
        os.environ[_PYTHON] = f"./{_ENVIRONMENT}/bin/python"
    elif master.startswith("local"):
        os.environ.setdefault(_PYTHON, sys.executable)
    try:
        yield
    finally:
        os.environ.pop(_PYTHON, None)
        if before is not None:
            os.environ[_PYTHON] = before


@contextmanager
def _interrupts() -> Iterator[Callable[[], object]]:
    """Gives a function that lets Ctrl-C raise KeyboardInterrupt, and undoes what Spark installs.

    Spark's own handler asks the JVM to cancel the jobs, by way of the connection from which the
    interrupted call is still reading: that fails with a Py4JError in the interrupt's place.
    """
    if threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return
    before = signal.getsignal(signal.SIGINT)
    loggers = [logging.getLogger(name) for name in _INTERRUPT_LOGGERS]
    for logger in loggers:
        logger.addFilter(_is_no_interrupt)
    try:
        yield lambda: signal.signal(signal.SIGINT, signal.default_int_handler)
    finally:
        for logger in loggers:
            logger.removeFilter(_is_no_interrupt)
        signal.signal(signal.SIGINT, before)


def _is_no_interrupt(record: logging.LogRecord) -> bool:
    """Py4j logs an interrupt, and what fails while it handles one, before it raises it anyway."""
    error = record.exc_info[1] if record.exc_info else None
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__context__
    return error is None


def _stop(session: SparkSession) -> None:
    """Stops Spark and its jobs from a thread, whose connection waits for no other answer."""

    def stop() -> None:
        # A JVM that is gone cannot be asked; pyspark warns of that where it does not raise.
        with suppress(Py4JError, OSError), warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            session.stop()

    thread = threading.Thread(target=stop, name="stop-spark")
    thread.start()
    thread.join()


def _start(conf: SparkConf, log: Path) -> SparkSession:
    # A JVM is started once in a process and outlives its sessions; `SparkContext` keeps it.
    gateway = SparkContext._gateway  # noqa: SLF001
    try:
        if gateway is None:
            # Spark's launcher and the JVM write to stderr before any logger is set up.
            with log.open("wb") as stream:
                output = {"stdout": stream, "stderr": stream}
                gateway = launch_gateway(conf, output)  # type: ignore[no-untyped-call]
        return SparkSession(SparkContext(conf=conf, gateway=gateway))
    except (PySparkRuntimeError, Py4JError) as error:
        said = _said(log)
        raise SparkError("did not start", said[0] if said else str(error)) from error


def _raise_if_gone(error: Exception, log: Path) -> None:
    """Raise SparkError if the JVM has no memory left or is no more."""
    if isinstance(error, Py4JJavaError):
        if "OutOfMemoryError" in str(error):
            raise SparkError("ran out of memory, give it more with `--driver-memory`") from error
        return
    gateway = SparkContext._gateway  # noqa: SLF001
    jvm = gateway.proc if gateway else None
    if isinstance(jvm, subprocess.Popen):
        with suppress(subprocess.TimeoutExpired):
            status = jvm.wait(_LAST_GASP_SECONDS)
            reason = f"ended with status {status}; if it was killed, it may have had too little"
            raise SparkError(f"{reason} memory", "".join(_said(log)[-1:])) from error


def _said(log: Path) -> list[str]:
    """What the JVM wrote, without warnings and stack frames."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    noise = ("WARNING", "Setting default log level", "To adjust logging level", "at ")
    return [line for line in map(str.strip, lines) if line and not line.startswith(noise)]


def _configuration(
    scratch: Path, master: str, driver_memory: str, more_java_options: str
) -> SparkConf:
    """Every setting with its reason; the rest is Spark's default."""
    log4j = scratch / "log4j2.properties"
    log4j.write_text(_LOG4J)
    java_options = (
        # Only errors; Spark's own default would be warnings of every kind.
        f"-Dlog4j2.configurationFile=file:{log4j}",
        _LOCALE,
        # Derby, if anything wakes it, writes derby.log here and not into the working folder.
        f"-Dderby.system.home={scratch}",
        more_java_options,
    )
    settings = {
        "spark.app.name": "saltus-train",
        "spark.master": master,
        "spark.driver.memory": driver_memory,
        "spark.driver.extraJavaOptions": " ".join(java_options),
        "spark.executor.extraJavaOptions": _LOCALE,
        "spark.sql.session.timeZone": "UTC",
        # Nobody looks at the web interface of a batch job, and two jobs would fight for its port.
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        # No Hive: it would put a metastore into the working folder.
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.warehouse.dir": str(scratch / "warehouse"),
        "spark.local.dir": str(scratch),
        # Without it an ALS of many iterations overflows the stack: each depends on all before.
        "spark.checkpoint.dir": str(scratch / "checkpoints"),
        # The default of 200 is for clusters: on a laptop most of the time goes into empty tasks.
        "spark.sql.shuffle.partitions": "4",
        _SCRATCH_KEY: str(scratch),
    }
    if master.startswith("local"):
        # A machine that cannot resolve its own name could not start Spark otherwise.
        settings |= {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
    return SparkConf().setAll(list(settings.items()))
