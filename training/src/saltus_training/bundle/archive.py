"""The zip around a bundle."""

from __future__ import annotations

import hashlib
import uuid
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, BinaryIO, Self

from saltus_training.bundle.layout import to_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from saltus_training.bundle.layout import Encoding

# The MLeap whose format is written; MLeap reads it from no bundle, people do.
_FORMAT_VERSION = "0.25.2"
# The earliest time a zip can hold: the bytes must not depend on the clock.
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_REGULAR_FILE = 0o100644
_UNIX = 3
_UID_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "saltus.bundle")


def content_digest(members: Mapping[str, bytes]) -> str:
    """Returns the sha256 of files by path, in hex."""
    digest = hashlib.sha256()
    for path in sorted(members):
        _feed(digest, path, members[path])
    return digest.hexdigest()


def bundle_header(name: str, digest: str, timestamp: int, encoding: Encoding = "json") -> bytes:
    """Returns `bundle.json`.

    Args:
        name: The name of the bundle.
        digest: The `content_digest` of the model's files: the uid is derived from it.
        timestamp: When the model was saved, in milliseconds since 1970, UTC.
        encoding: How the files of the model are encoded; this one is always JSON.
    """
    saved = datetime.fromtimestamp(timestamp / 1000, UTC).replace(tzinfo=None)
    return to_json(
        {
            "uid": str(uuid.uuid5(_UID_NAMESPACE, digest)),
            "name": name,
            "format": encoding,
            "version": _FORMAT_VERSION,
            "timestamp": saved.isoformat(timespec="milliseconds"),
        }
    )


class Archive:
    """A zip under construction, member by member; equal ones give equal bytes with one zlib.

    Attributes:
        digests: The sha256 in hex of each member so far, by path.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(file, "w")
        self.digests: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def add(self, path: str, content: bytes) -> None:
        """Adds a member."""
        self.digests[path] = hashlib.sha256(content).hexdigest()
        self._zip.writestr(_entry(path), content)

    def add_all(self, members: Mapping[str, bytes]) -> str:
        """Adds members, reading each of them once, and returns their `content_digest`."""
        digest = hashlib.sha256()
        for path in sorted(members):
            content = members[path]
            self.add(path, content)
            _feed(digest, path, content)
        return digest.hexdigest()


def _feed(digest: hashlib._Hash, path: str, content: bytes) -> None:
    digest.update(f"{path}\0{len(content)}\0".encode())
    digest.update(content)


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, _ZIP_EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    # Both would otherwise follow the platform.
    entry.create_system = _UNIX
    entry.external_attr = _REGULAR_FILE << 16
    return entry
