"""Logging: structlog in front, one handler on stderr, uvicorn's own lines in the same form."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, TextIO

import structlog
from structlog.tracebacks import ExceptionDictTransformer

if TYPE_CHECKING:
    from structlog.typing import Processor

    from saltus_serving.settings import LogFormat, LogLevel

_LOGGERS = ("saltus_serving", "uvicorn", "uvicorn.access")


class StderrHandler(logging.StreamHandler[TextIO]):
    """Writes to whatever `sys.stderr` is at the time, which may have been replaced since."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write *record* as one line."""
        self.stream = sys.stderr
        super().emit(record)


class HealthFilter(logging.Filter):
    """Keeps probes out of the access log: they come every few seconds and say nothing."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether uvicorn's *record* is about something else than a probe."""
        match record.args:
            case (_, _, str(path), *_):
                return not path.startswith("/health/")
            case _:
                return True


def configure_logging(level: LogLevel, form: LogFormat, *, access: bool = False) -> None:
    """Send the service's and uvicorn's log lines to stderr, as text or as JSON objects.

    Each request is logged only where *access* says so.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    handler = StderrHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=_rendering(form))
    )
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(level.upper())
    requests = logging.getLogger("uvicorn.access")
    requests.filters = [HealthFilter()]
    if not access:
        # uvicorn takes a logger with a handler for the wish to log every request.
        requests.handlers = []


def _rendering(form: LogFormat) -> list[Processor]:
    # Both forms would by default show local variables in a traceback: the rows of clients.
    drop_meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if form == "json":
        tracebacks = ExceptionDictTransformer(show_locals=False)
        return [
            drop_meta,
            structlog.processors.ExceptionRenderer(tracebacks),
            structlog.processors.JSONRenderer(),
        ]
    return [
        drop_meta,
        structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        ),
    ]
