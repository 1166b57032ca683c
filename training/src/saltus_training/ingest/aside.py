"""Say what was kept aside, and keep it where it can be looked at."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from rich.console import Console

from saltus_training.ingest.errors import IngestError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pyspark.sql import DataFrame

    from saltus_training.ingest.ingested import Ingested

_FOLDER: ContextVar[Path | None] = ContextVar("folder", default=None)


@contextmanager
def rejected_into(folder: Path | None) -> Iterator[None]:
    """Names the folder where `keep_aside` writes what does not fit, for recipes that name none.

    Args:
        folder: A folder that is new or empty; nowhere if `None`.

    Raises:
        IngestError: There is something in it, or it cannot be made.
    """
    if folder is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            is_empty = not any(folder.iterdir())
        except OSError as error:
            raise IngestError(str(folder), f"cannot be a folder: {error.strerror}") from error
        if not is_empty:
            raise IngestError(str(folder), "it is not empty; name a new folder for what is kept")
    token = _FOLDER.set(folder)
    try:
        yield
    finally:
        _FOLDER.reset(token)


def keep_aside(found: Ingested, folder: Path | None = None) -> DataFrame:
    """Tells on stderr how many records do not fit, where the first of them are, and why.

    Args:
        found: What was read.
        folder: Where to add all of them as JSON lines; by default what `rejected_into` says.

    Returns:
        The rows that fit.
    """
    folder = folder or _FOLDER.get()
    rejected = found.rejected.persist()
    count = rejected.count()
    if count:
        console = Console(stderr=True, soft_wrap=True, markup=False, highlight=False)
        records = "record does not fit and is" if count == 1 else "records do not fit and are"
        console.print(f"{count:,} {records} kept aside:")
        examples = found.examples()
        for example in examples:
            console.print(f"  {example}")
        if folder is not None:
            rejected.coalesce(1).write.mode("append").json(str(folder))
            console.print(f"  all of them with their reasons: {folder}")
        elif count > len(examples):
            console.print(f"  and {count - len(examples):,} more; `--rejected DIR` keeps them all")
    rejected.unpersist()
    return found.accepted
