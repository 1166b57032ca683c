"""Say what was kept aside, and keep it where it can be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import DataFrame

    from saltus_training.ingest.ingested import Ingested


def keep_aside(found: Ingested, folder: Path | None = None) -> DataFrame:
    """Tells on stderr how many records do not fit, where the first of them are, and why.

    Args:
        found: What was read.
        folder: Where to write all of them as JSON lines; nowhere if `None`.

    Returns:
        The rows that fit.
    """
    rejected = found.rejected.persist()
    count = rejected.count()
    if count:
        console = Console(stderr=True, soft_wrap=True, markup=False, highlight=False)
        console.print(f"{count:,} records do not fit and are kept aside:")
        for example in found.examples():
            console.print(f"  {example}")
        if folder is not None:
            rejected.write.mode("overwrite").json(str(folder))
            console.print(f"  all of them with their reasons: {folder}")
    rejected.unpersist()
    return found.accepted
