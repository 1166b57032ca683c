"""A store in a local folder."""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from saltus_serving.store.disk import Disk
from saltus_serving.store.errors import ExistsError, MissingError, StoreError, TooLargeError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TEMPORARY = ".tmp"
_HINTS = {
    errno.ENOSPC: "free some space and try again; nothing has changed",
    errno.EDQUOT: "free some space and try again; nothing has changed",
    errno.EACCES: "let this user read and write the store's folder",
    errno.EPERM: "use a file system that has hard links",
    errno.EROFS: "put the store where it can be written",
}


class LocalObjects:
    """Contents as files. A new one is synced under a hidden name before it gets its own."""

    def __init__(self, folder: Path, disk: Disk | None = None) -> None:
        self.folder = folder
        self._disk = disk or Disk()

    def read(self, key: str, *, limit: int | None = None) -> bytes:
        """See `Objects`."""
        with _told(key), (self.folder / key).open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if limit is not None and size > limit:
                raise TooLargeError(key, size, limit)
            return file.read()

    def open(self, key: str) -> BinaryIO:
        """See `Objects`."""
        with _told(key):
            return (self.folder / key).open("rb")

    def exists(self, key: str) -> bool:
        """See `Objects`."""
        # Not `Path`, which costs several times as much: workers ask all the time.
        return os.path.lexists(f"{self.folder}/{key}")

    def size(self, key: str) -> int:
        """See `Objects`."""
        with _told(key):
            return (self.folder / key).stat().st_size

    def names(self, folder: str) -> list[str]:
        """See `Objects`."""
        try:
            with _told(folder):
                found = [path.name for path in (self.folder / folder).iterdir()]
        except MissingError:
            return []
        return sorted(name for name in found if not name.startswith("."))

    def create(self, key: str, content: bytes) -> None:
        """See `Objects`."""
        with _told(key), self._written(key, content) as temporary:
            try:
                self._disk.link(temporary, self.folder / key)
            except FileExistsError:
                raise ExistsError(key) from None
            self._disk.sync(temporary.parent)

    def replace(self, key: str, content: bytes, *, durable: bool = True) -> None:
        """See `Objects`."""
        with _told(key), self._written(key, content, durable=durable) as temporary:
            self._disk.replace(temporary, self.folder / key)
            if durable:
                self._disk.sync(temporary.parent)

    def secure(self, key: str) -> None:
        """See `Objects`."""
        path = self.folder / key
        with _told(key):
            self._disk.sync(path)
            self._disk.sync(path.parent)

    def delete(self, key: str) -> None:
        """See `Objects`."""
        with _told(key):
            self._disk.delete(self.folder / key)

    def sweep(self, folder: str) -> int:
        """See `Objects`."""
        with _told(folder):
            left = list((self.folder / folder).glob(f".*{_TEMPORARY}"))
            for path in left:
                self._disk.delete(path)
        return len(left)

    @contextmanager
    def guard(self, key: str, *, exclusive: bool = False) -> Iterator[None]:
        """See `Objects`."""
        with _told(key):
            self._make_folder((self.folder / key).parent)
            file = (self.folder / key).open("ab")
        with file:
            fcntl.flock(file, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH)
            yield

    def hold(self, key: str) -> LocalHold:
        """See `Objects`."""
        path = self.folder / key
        with _told(key):
            self._make_folder(path.parent)
            # Locked before it has its name: nobody may find it and take its owner for dead.
            temporary = _hidden(path)
            file = temporary.open("xb")
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            temporary.replace(path)
        return LocalHold(file)

    def held(self, key: str) -> bool:
        """See `Objects`."""
        try:
            with _told(key), (self.folder / key).open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except MissingError:
            return False
        except BlockingIOError:
            return True
        return False

    @contextmanager
    def _written(self, key: str, content: bytes, *, durable: bool = True) -> Iterator[Path]:
        path = self.folder / key
        self._make_folder(path.parent)
        temporary = _hidden(path)
        try:
            self._disk.write(temporary, content)
            if durable:
                self._disk.sync(temporary)
            yield temporary
        finally:
            self._disk.delete(temporary)

    def _make_folder(self, folder: Path) -> None:
        if folder.is_dir():
            return
        self._make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        self._disk.sync(folder.parent)


class LocalHold:
    """A locked file; the lock is the kernel's, so it ends with the process."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def release(self) -> None:
        """End it now."""
        self._file.close()


def _hidden(path: Path) -> Path:
    return path.with_name(f".{path.name[:32]}.{secrets.token_hex(8)}{_TEMPORARY}")


@contextmanager
def _told(key: str) -> Iterator[None]:
    """Turn what the operating system reports into an error that says what to do."""
    try:
        yield
    except FileNotFoundError:
        raise MissingError(key, "is not there") from None
    except BlockingIOError:
        raise
    except OSError as error:
        said = error.strerror or str(error)
        hint = _HINTS.get(error.errno or 0)
        raise StoreError(key, f"{said}; {hint}" if hint else said) from error
