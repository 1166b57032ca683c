"""How the process ends: first not ready, then it serves on for a while, then it stops."""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import os
import signal
import threading
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_log = structlog.stdlib.get_logger(__name__)

_LAST_SECONDS = 35.0
"""A worker whose parent is gone has so long to answer what is under way, then it ends hard."""


class Lifecycle:
    """What the application knows about its own end.

    Attributes:
        draining: It has been told to stop: it is not ready, and closes connections as it answers.
        started: It takes requests.
    """

    def __init__(self, drain_seconds: float) -> None:
        self.draining = False
        self.started = False
        self._seconds = drain_seconds
        self._server: Any = None

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Come before the server when SIGTERM arrives, and end with the parent process.

        A server closes its listeners at once, while a balancer still sends requests.
        """
        if threading.current_thread() is not threading.main_thread():
            yield  # signals belong to the main thread, so they are somebody else's
            return
        loop = asyncio.get_running_loop()
        self._server = signal.getsignal(signal.SIGTERM)
        installed = callable(self._server)

        def terminate(number: int, _frame: FrameType | None) -> None:
            loop.call_soon_threadsafe(self._drain, loop, number)

        if installed:
            signal.signal(signal.SIGTERM, terminate)
        end_with_parent()
        try:
            yield
        finally:
            if installed and signal.getsignal(signal.SIGTERM) is terminate:
                signal.signal(signal.SIGTERM, self._server)

    def _drain(self, loop: asyncio.AbstractEventLoop, number: int) -> None:
        seconds = self._seconds if self.started and not self.draining else 0.0
        self.draining = True
        _log.info("draining", seconds=seconds)
        loop.call_later(seconds, self._server, number, None)


@contextmanager
def long_lived() -> Iterator[None]:
    """Take what is there for what stays: the garbage collector no longer walks over it.

    A full collection of a started service holds up requests for tens of milliseconds, and the
    load of a bundle is what sets one off.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def supervised() -> bool:
    """Tell whether a parent process starts this one again when it ends."""
    return multiprocessing.parent_process() is not None


def leave() -> None:
    """End this process as its parent would end it."""
    os.kill(os.getpid(), signal.SIGTERM)


def end_with_parent() -> None:
    """Let a worker end when its parent is gone, however that ended: it would keep the port."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        leave()
        threading.Event().wait(_LAST_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()
