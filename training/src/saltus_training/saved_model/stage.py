"""One saved stage: a transformer, a model, or a pipeline of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from saltus_training.errors import SavedModelError
from saltus_training.saved_model.folder import Folder
from saltus_training.saved_model.metadata import Metadata, read_metadata
from saltus_training.saved_model.parquet import Row, read_columns, read_row, read_table
from saltus_training.sql.names import statement_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from os import PathLike

    import pyarrow as pa

    from saltus_training.saved_model.params import Params

_OUTPUT_PARAMS = (
    "outputCol",
    "outputCols",
    "predictionCol",
    "probabilityCol",
    "rawPredictionCol",
    "topicDistributionCol",
    "linkPredictionCol",
    "quantilesCol",
    "leafCol",
    "varianceCol",
)


@dataclass(frozen=True, slots=True)
class SavedStage:
    """A folder that `MLWriter.save` wrote."""

    folder: Folder
    metadata: Metadata

    @classmethod
    def read(cls, location: str | PathLike[str] | Folder, filesystem: object = None) -> SavedStage:
        """Reads the metadata in a folder; data is read when asked for.

        Args:
            location: The folder, or its path or URI; see `Folder.at`.
            filesystem: The file system that the path is in.

        Raises:
            SavedModelError: The folder is no complete saved model.
        """
        folder = Folder.at(location, filesystem)
        return cls(folder, read_metadata(folder))

    @property
    def class_name(self) -> str:
        """The full name of the Spark class."""
        return self.metadata.class_name

    @property
    def short_name(self) -> str:
        """The Spark class without its package."""
        return self.metadata.class_name.rpartition(".")[2]

    @property
    def params(self) -> Params:
        """The parameters of the stage."""
        return self.metadata.params

    @property
    def output_columns(self) -> list[str]:
        """The columns that its parameters name as outputs."""
        if self.short_name == "SQLTransformer":
            return statement_names(self.params.string("statement"))[1]
        values = [self.params.get(name) for name in _OUTPUT_PARAMS]
        listed = [value if isinstance(value, list) else [value] for value in values]
        return [name for names in listed for name in names if isinstance(name, str) and name]

    def row(self, name: str = "data") -> Row:
        """Returns the only row of a data folder."""
        return read_row(self.folder / name)

    def rows(self, name: str = "data") -> list[Row]:
        """Returns every row of a data folder, which must have some."""
        rows = [Row(row) for row in self.table(name).to_pylist()]
        if not rows:
            raise SavedModelError(
                f"its folder `{name}` holds no rows",
                fix="save the model again with `model.write().overwrite().save(path)`",
            )
        return rows

    def table(self, name: str = "data") -> pa.Table:
        """Returns every row of a data folder."""
        return read_table(self.folder / name)

    def columns(self, paths: Sequence[str]) -> dict[str, pa.Array]:
        """Returns columns of the data by path, such as `nodeData.id`."""
        return read_columns(self.folder / "data", paths)

    def integer(self, name: str) -> int:
        """Returns an integer that the class keeps in its metadata, such as `numFeatures`."""
        value = self.metadata.extra.get(name)
        if isinstance(value, bool) or not isinstance(value, int):
            raise SavedModelError(
                f"the metadata holds no integer `{name}`",
                fix="save the model with Spark 3.4 or newer",
            )
        return value

    def stages(self) -> list[SavedStage]:
        """Returns the stages of a saved pipeline, in order."""
        uids = self.params.strings("stageUids")
        # Spark pads the position to the digits of the number of stages.
        digits = len(str(len(uids)))
        folders = [f"{position:0{digits}d}_{uid}" for position, uid in enumerate(uids)]
        return [SavedStage.read(self.folder / "stages" / name) for name in folders]

    def best_model(self) -> SavedStage:
        """Returns what a saved parameter search found best."""
        return SavedStage.read(self.folder / "bestModel")

    def walk(self) -> Iterator[SavedStage]:
        """Yields the stages that score, those inside pipelines and searches among them."""
        if self.short_name == "PipelineModel":
            inner = self.stages()
        elif (self.folder / "bestModel").is_dir():
            inner = [self.best_model()]
        else:
            yield self
            return
        for stage in inner:
            yield from stage.walk()
