"""The bundles of one model, each named by the sha256 of its bytes."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from saltus_serving.store.errors import (
    AmbiguousVersionError,
    DamagedError,
    ExistsError,
    MissingError,
    StoreError,
)

if TYPE_CHECKING:
    from saltus_serving.store.objects import Objects

_SUFFIX = ".zip"
_SHORTEST = 4
_CARD = "notes/model_card.json"
_CARD_BYTES = 1024 * 1024
_NOT_A_CARD = (
    KeyError,  # no such member
    ValueError,  # no JSON
    RuntimeError,  # encrypted
    NotImplementedError,  # compressed in an unusual way
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    StoreError,
)


class Versions:
    """Immutable, content-addressed bundles."""

    def __init__(self, objects: Objects, folder: str) -> None:
        self._objects = objects
        self._folder = folder

    def push(self, content: bytes) -> tuple[str, bool]:
        """Add a bundle; one that is there already, and whole, stays as it is.

        Returns:
            Its digest, and whether it is new.
        """
        digest = hashlib.sha256(content).hexdigest()
        try:
            self._objects.create(self._key(digest), content)
        except ExistsError:
            if not self._is_whole(digest):
                self._objects.replace(self._key(digest), content)
            self.secure(digest)
            return digest, False
        return digest, True

    def read(self, digest: str, *, limit: int | None = None) -> bytes:
        """Return the bytes of a bundle, unchecked; `check` tells whether they are whole.

        Raises:
            MissingError: There is no such bundle.
            TooLargeError: It has more than *limit* bytes.
        """
        try:
            return self._objects.read(self._key(digest), limit=limit)
        except MissingError:
            raise MissingError(self._key(digest), "is not there; push the bundle again") from None

    def check(self, digest: str, content: bytes) -> None:
        """Do nothing if *content* is what was pushed.

        Raises:
            DamagedError: It is not.
        """
        found = hashlib.sha256(content).hexdigest()
        if found != digest:
            reason = f"its sha256 is {found}; push the bundle again, which replaces the file"
            raise DamagedError(self._key(digest), reason)

    def secure(self, digest: str) -> None:
        """Make a bundle last, should whoever pushed it have been killed before it was safe.

        Raises:
            MissingError: There is no such bundle.
        """
        self._objects.secure(self._key(digest))

    def digests(self) -> list[str]:
        """Return the digests of all bundles, sorted."""
        names = self._objects.names(self._folder)
        return [name[: -len(_SUFFIX)] for name in names if re.fullmatch(r"[0-9a-f]{64}\.zip", name)]

    def size(self, digest: str) -> int:
        """Return how many bytes a bundle has."""
        return self._objects.size(self._key(digest))

    def delete(self, digest: str) -> None:
        """Remove a bundle."""
        self._objects.delete(self._key(digest))

    def find(self, wanted: str) -> str:
        """Return the digest of a bundle.

        Args:
            wanted: The digest, the beginning of it, or the version on the model card.

        Raises:
            MissingError: There is none.
            AmbiguousVersionError: There are several.
        """
        digests = self.digests()
        found = [wanted] if wanted in digests else []
        if not found and len(wanted) >= _SHORTEST:
            found = [digest for digest in digests if digest.startswith(wanted)]
        found = found or [digest for digest in digests if self.label(digest) == wanted]
        if not found:
            reason = f"no version `{wanted[:80]}`; see `saltus list`, or push the bundle first"
            raise MissingError(self._folder, reason)
        if len(found) > 1:
            raise AmbiguousVersionError(self._folder, wanted, found)
        return found[0]

    def label(self, digest: str) -> str | None:
        """Return the version on a bundle's model card, where it can be read.

        Only the card is read, and the zip's directory.
        """
        try:
            with self._objects.open(self._key(digest)) as file, zipfile.ZipFile(file) as archive:
                member = archive.getinfo(_CARD)
                if member.file_size > _CARD_BYTES:
                    return None
                card: Any = json.loads(archive.read(member))
        except _NOT_A_CARD:
            return None
        version = card.get("version") if isinstance(card, dict) else None
        return None if version is None else str(version)

    def _is_whole(self, digest: str) -> bool:
        try:
            self.check(digest, self.read(digest))
        except (DamagedError, MissingError):
            return False
        return True

    def _key(self, digest: str) -> str:
        return f"{self._folder}/{digest}{_SUFFIX}"
