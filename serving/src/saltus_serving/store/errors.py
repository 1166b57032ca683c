"""What can go wrong with a store.

StoreError                    a file of the store cannot be read or written
├── MissingError              it is not there
├── ExistsError               somebody else has created it
├── DamagedError              its content is not what was written
├── TooLargeError             it has more bytes than allowed
├── ModelNameError            this is no name for a model
└── AmbiguousVersionError     several versions begin like that
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_serving.errors import ServingError

if TYPE_CHECKING:
    from collections.abc import Sequence


class StoreError(ServingError):
    """A file of the store cannot be read or written.

    Attributes:
        key: Which one, below the store's folder.
        reason: Why not, and what to do.
    """

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(f"store: {key}: {reason}")
        self.key = key
        self.reason = reason


class MissingError(StoreError):
    """It is not there."""


class ExistsError(StoreError):
    """Somebody else has created it."""

    def __init__(self, key: str) -> None:
        super().__init__(key, "exists already")


class DamagedError(StoreError):
    """Its content is not what was written."""


class TooLargeError(StoreError):
    """It has more bytes than allowed.

    Attributes:
        size: How many.
        limit: How many are allowed.
    """

    def __init__(self, key: str, size: int, limit: int) -> None:
        reason = f"{size:,} bytes are more than the {limit:,} that SALTUS_MAX_BUNDLE_BYTES allows"
        super().__init__(key, reason)
        self.size = size
        self.limit = limit


class ModelNameError(StoreError):
    """This is no name for a model."""

    def __init__(self, name: str) -> None:
        shown = name[:80]
        super().__init__(shown, "a model's name has 1 to 64 letters, digits, `-`, `_` and `.`")


class AmbiguousVersionError(StoreError):
    """Several versions answer to the same name.

    Attributes:
        digests: Which ones.
    """

    def __init__(self, key: str, wanted: str, digests: Sequence[str]) -> None:
        listed = ", ".join(digest[:16] for digest in digests[:5])
        super().__init__(key, f"`{wanted}` may be any of {listed}; give more of the digest")
        self.digests = tuple(digests)
