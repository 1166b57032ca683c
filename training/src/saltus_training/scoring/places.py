"""Where a stream's rows come from, and where its scores go: folders, or topics of Kafka."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from saltus_training.scoring.files import Format, as_inputs, format_of, stream_reader, write
from saltus_training.scoring.progress import watched

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyspark.sql import DataFrame, SparkSession

    from saltus_training.scoring.folders import Folders
    from saltus_training.scoring.model import ScoringModel


class Source(Protocol):
    """Where rows come from.

    Attributes:
        keys: Columns that tell where a row came from, kept whatever else is.
    """

    @property
    def keys(self) -> Sequence[str]: ...

    def stream(self, spark: SparkSession, most: int | None, model: ScoringModel) -> DataFrame:
        """Return the rows as a stream, at most *most* files or messages in a micro-batch.

        The *model* is the first that will score them.
        """

    def rows(self, frame: DataFrame, model: ScoringModel, keep: Sequence[str]) -> DataFrame:
        """Return the rows of a micro-batch with the model's inputs and what is to be kept."""


class Target(Protocol):
    """Where scores go, micro-batch by micro-batch."""

    def has(self, batch: int) -> bool:
        """Tell whether an earlier run got a micro-batch done before it died."""

    def write(self, batch: int, scores: DataFrame) -> None:
        """Write a micro-batch whole."""

    def write_errors(self, batch: int, errors: DataFrame) -> None:
        """Write the bad rows of a micro-batch, which precede its scores."""


@dataclass(frozen=True)
class FolderSource:
    """Files that are moved into a folder when they are whole."""

    path: str
    format: Format | None = None
    keys: Sequence[str] = ()

    def stream(self, spark: SparkSession, most: int | None, model: ScoringModel) -> DataFrame:
        """Return the files' rows; those that are there tell the columns."""
        format_ = format_of(self.path, self.format)
        reader = stream_reader(spark, self.path, format_, model)
        if most is not None:
            reader = reader.option("maxFilesPerTrigger", most)
        return watched(reader.load(self.path), "_metadata.file_modification_time")

    def rows(self, frame: DataFrame, model: ScoringModel, _keep: Sequence[str]) -> DataFrame:
        """Return the rows as the model's schema can judge them."""
        return as_inputs(frame, format_of(self.path, self.format), model)


@dataclass(frozen=True)
class FolderTarget:
    """A folder with a folder `batch=<id>` for each micro-batch, which appears by a rename."""

    folders: Folders
    path: str
    format: Format | None = None

    def has(self, batch: int) -> bool:
        """Tell whether the folder of a micro-batch is there, and so whole."""
        return self.folders.exists(f"{self.path}/batch={batch}")

    def write(self, batch: int, scores: DataFrame) -> None:
        """Write a micro-batch under a name that Spark's readers leave out, then rename it."""
        self._write(self.path, batch, scores, format_of(self.path, self.format))

    def write_errors(self, batch: int, errors: DataFrame) -> None:
        """Write bad rows in the same way to the folder `<target>.errors`."""
        place = f"{self.path}.errors"
        # Of a run that died before its scores were in place.
        self.folders.remove(f"{place}/batch={batch}")
        self._write(place, batch, errors, "json")

    def _write(self, path: str, batch: int, frame: DataFrame, format_: Format) -> None:
        place = f"{path}/_scoring-{batch}"
        self.folders.remove(place)
        write(frame, place, format_)
        self.folders.rename(place, f"{path}/batch={batch}")
