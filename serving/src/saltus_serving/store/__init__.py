"""Where bundles are kept, what shall be served of them, and what each worker has."""

from saltus_serving.store.errors import (
    AmbiguousVersionError,
    DamagedError,
    ExistsError,
    MissingError,
    ModelNameError,
    StoreError,
    TooLargeError,
)
from saltus_serving.store.objects import Objects
from saltus_serving.store.state import State
from saltus_serving.store.store import Collected, ModelStore, Store
from saltus_serving.store.workers import CheckReport, SlotReport, WorkerReport

__all__ = [
    "AmbiguousVersionError",
    "CheckReport",
    "Collected",
    "DamagedError",
    "ExistsError",
    "MissingError",
    "ModelNameError",
    "ModelStore",
    "Objects",
    "SlotReport",
    "State",
    "Store",
    "StoreError",
    "TooLargeError",
    "WorkerReport",
]
