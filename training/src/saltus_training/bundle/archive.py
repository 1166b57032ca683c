"""The zip around a bundle."""

from __future__ import annotations

import hashlib
import io
import uuid
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

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
        digest.update(f"{path}\0{len(members[path])}\0".encode())
        digest.update(members[path])
    return digest.hexdigest()


def bundle_header(
    name: str, members: Mapping[str, bytes], timestamp: int, encoding: Encoding = "json"
) -> bytes:
    """Returns `bundle.json`.

    Args:
        name: The name of the bundle.
        members: The files of the model: the uid is derived from them.
        timestamp: When the model was saved, in milliseconds since 1970, UTC.
        encoding: How the files of the model are encoded; this one is always JSON.
    """
    saved = datetime.fromtimestamp(timestamp / 1000, UTC).replace(tzinfo=None)
    return to_json(
        {
            "uid": str(uuid.uuid5(_UID_NAMESPACE, content_digest(members))),
            "name": name,
            "format": encoding,
            "version": _FORMAT_VERSION,
            "timestamp": saved.isoformat(timespec="milliseconds"),
        }
    )


def pack(members: Mapping[str, bytes]) -> bytes:
    """Returns a zip of files by path; equal files give equal bytes with one zlib."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in sorted(members):
            archive.writestr(_entry(path), members[path])
    return buffer.getvalue()


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, _ZIP_EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    # Both would otherwise follow the platform.
    entry.create_system = _UNIX
    entry.external_attr = _REGULAR_FILE << 16
    return entry
