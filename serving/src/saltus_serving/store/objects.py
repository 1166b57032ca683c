"""What a store is kept in: small enough that an object store can fill it as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:
    from contextlib import AbstractContextManager


class Hold(Protocol):
    """A sign of life: it ends with the process that has it, however that ends."""

    def release(self) -> None:
        """End it now."""


class Objects(Protocol):
    """Named contents. A name is a path with `/`; whole contents are seen, or none.

    Raises:
        StoreError: Any method, if the store cannot be read or written.
    """

    def read(self, key: str, *, limit: int | None = None) -> bytes:
        """Return a content.

        Raises:
            MissingError: It is not there.
            TooLargeError: It has more than *limit* bytes.
        """

    def open(self, key: str) -> BinaryIO:
        """Return a content to read parts of, at any position.

        Raises:
            MissingError: It is not there.
        """

    def exists(self, key: str) -> bool:
        """Tell whether there is a content of that name."""

    def size(self, key: str) -> int:
        """Return how many bytes a content has.

        Raises:
            MissingError: It is not there.
        """

    def names(self, folder: str) -> list[str]:
        """Return the names directly below *folder*, of contents and of folders; sorted."""

    def create(self, key: str, content: bytes) -> None:
        """Write a new content, which lasts once this returns.

        Raises:
            ExistsError: Somebody else has created it.
        """

    def replace(self, key: str, content: bytes, *, durable: bool = True) -> None:
        """Write a content in the place of another. One that is not durable may be lost."""

    def secure(self, key: str) -> None:
        """Make a content last whose writer may have been killed before it was safe.

        Raises:
            MissingError: It is not there.
        """

    def delete(self, key: str) -> None:
        """Remove a content, if it is there."""

    def sweep(self, folder: str) -> int:
        """Remove what writers that were killed have left below *folder*; return how many.

        Nobody may write there meanwhile.
        """

    def guard(self, key: str, *, exclusive: bool = False) -> AbstractContextManager[None]:
        """Keep those who delete away from those who add: many share it, or one alone has it."""

    def hold(self, key: str) -> Hold:
        """Give a sign of life."""

    def held(self, key: str) -> bool:
        """Tell whether somebody on this machine gives that sign of life."""
