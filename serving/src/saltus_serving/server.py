"""Runs the service under uvicorn, in one process or in several."""

from __future__ import annotations

import os
import signal
import socket
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import uvicorn
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from saltus_serving.app import create_app
from saltus_serving.errors import AddressError
from saltus_serving.logs import configure_logging

if TYPE_CHECKING:
    from types import FrameType

    from fastapi import FastAPI

    from saltus_serving.model import Model
    from saltus_serving.settings import Settings

_BACKLOG = 2048
_DRAIN_SECONDS = 30
# A worker that starts on a busy machine is slow to answer its parent, not dead.
_HEALTHCHECK_SECONDS = 30


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket.

    uvicorn would find out about a port in use only after the application has started.

    Raises:
        AddressError: The port is in use, or the address is not one of this machine.
    """
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise AddressError(host, port, error.strerror or str(error)) from None
    listener.set_inheritable(True)
    return listener


def url(listener: socket.socket) -> str:
    """Return the address at which *listener* answers."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def run(settings: Settings, model: Model | None, listener: socket.socket) -> None:
    """Serve until a signal ends it. SIGTERM lets the requests under way finish.

    Args:
        settings: The settings; with several workers each reads them from its environment.
        model: Serves in this process; the workers of several load their own, and so does
            whoever serves from a store.
        listener: Where to accept connections.

    Raises:
        SystemExit: A worker could not start.
    """
    configure_logging(settings.log_level, settings.log_format, access=settings.access_log)
    if settings.workers > 1:
        _run_workers(settings, listener)
    else:
        _run_alone(settings, model, listener)


def _run_alone(settings: Settings, model: Model | None, listener: socket.socket) -> None:
    server = uvicorn.Server(_config(settings, create_app(settings, model=model)))

    def terminate(_signal: int, _frame: FrameType | None) -> None:
        # uvicorn raises the signal once more after it has shut down in good order.
        if not server.should_exit:
            sys.exit(0)

    signal.signal(signal.SIGTERM, terminate)
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listener])


def _run_workers(settings: Settings, listener: socket.socket) -> None:
    os.environ.update(settings.environ())
    config = _config(settings, "saltus_serving:create_app")
    supervisor = Multiprocess(config, sockets=[listener])
    supervisor.run()
    if any(process.exitcode == STARTUP_FAILURE for process in supervisor.processes):
        sys.exit(1)


def _config(settings: Settings, app: FastAPI | str) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        factory=isinstance(app, str),
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        workers=settings.workers,
        timeout_worker_healthcheck=_HEALTHCHECK_SECONDS,
        backlog=_BACKLOG,
        log_config=None,
        access_log=settings.access_log,
        server_header=False,
        timeout_graceful_shutdown=_DRAIN_SECONDS,
    )
