"""The stages of recorded models, each with what its rows held for it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from saltus_training.saved_model import SavedStage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from saltus_testing.recorded import RecordedModel

INPUTS = ("inputCol", "featuresCol", "userCol", "itemCol")
UNKNOWN = "unseen"


@dataclass(frozen=True)
class RecordedStage:
    """A stage of a recorded model.

    Attributes:
        case: Family and case.
        saved: The stage.
        cells: What the rows hold in the columns that it reads, by column; those that other
            stages make are not there.
    """

    case: str
    saved: SavedStage
    cells: dict[str, list[Any]]

    @property
    def name(self) -> str:
        """Its class as Python's modules have it, such as `feature.IDFModel`."""
        parts = self.saved.class_name.split(".")
        return ".".join(parts[-2:])

    def param(self, name: str) -> Any:
        """The value of a parameter, None where it has none."""
        params = self.saved.params
        return params.set.get(name, params.defaults.get(name))

    def kinds(self) -> set[str]:
        """Which odd values its rows hold: null, NaN, a sparse vector, something it has not seen."""
        found = {kind for cells in self.cells.values() for cell in cells for kind in kinds(cell)}
        unseen = UNSEEN.get(self.name)
        return found | ({UNKNOWN} if unseen is not None and unseen(self) else set())


def find_stages(models: Iterable[RecordedModel], folder: Path) -> Iterator[RecordedStage]:
    """Yields every stage of the models that scores, unpacked under a folder."""
    for number, model in enumerate(models):
        document = model.document
        columns = {
            name: [row["input"][name] for row in document["rows"]]
            for name in (field["name"] for field in document["schema"]["fields"])
        }
        for saved in SavedStage.read(model.extract(folder / str(number))).walk():
            cells = {name: columns[name] for name in inputs(saved, columns) if name in columns}
            yield RecordedStage(model.name, saved, cells)


def inputs(saved: SavedStage, columns: Iterable[str]) -> list[str]:
    """The columns that a stage reads, of which a statement may read any."""
    params = saved.params
    if saved.short_name == "SQLTransformer":
        return list(columns)
    if saved.short_name == "RFormulaModel":
        return [name for term in saved.row()["terms"] for name in term]
    if params.is_set("inputCols"):
        return list(params.strings("inputCols"))
    found = [params.optional_string(name) for name in INPUTS]
    return [name for name in found if name is not None]


def kinds(cell: Any) -> Iterator[str]:
    """Names what is odd about one cell."""
    if cell is None:
        yield "null"
    elif cell == "NaN":
        yield "NaN"
    elif isinstance(cell, dict):
        yield cell["type"]
        if "NaN" in cell["values"]:
            yield "NaN"


def numbers(stage: RecordedStage) -> Iterator[tuple[int, float]]:
    """The finite numbers of its rows with the position of their column."""
    for position, cells in enumerate(stage.cells.values()):
        for cell in cells:
            if isinstance(cell, int | float) and math.isfinite(cell):
                yield position, cell


def beyond_labels(stage: RecordedStage) -> bool:
    labels = stage.saved.row()["labelsArray"]
    texts = ((i, c) for i, cells in enumerate(stage.cells.values()) for c in cells)
    return any(isinstance(cell, str) and cell not in labels[i] for i, cell in texts)


def beyond_sizes(stage: RecordedStage) -> bool:
    sizes = stage.saved.row()["categorySizes"]
    return any(number >= sizes[position] for position, number in numbers(stage))


def beyond_categories(stage: RecordedStage) -> bool:
    rows = sorted(stage.saved.rows(), key=lambda row: int(row["index"]))
    known = [set(row["categories"]) for row in rows]
    return any(number not in known[position] for position, number in numbers(stage))


def beyond_values(stage: RecordedStage) -> bool:
    maps = {index: dict(known) for index, known in stage.saved.row()["categoryMaps"]}
    cells = [cell for cells in stage.cells.values() for cell in cells if cell is not None]
    vectors = (cell["values"] for cell in cells if cell["type"] == "dense")
    return any(vector[index] not in known for vector in vectors for index, known in maps.items())


def beyond_splits(stage: RecordedStage) -> bool:
    several = stage.param("splitsArray") or [stage.param("splits")]
    ends = [(float(splits[0]), float(splits[-1])) for splits in several]
    return any(not low <= number <= high for i, number in numbers(stage) for low, high in [ends[i]])


def beyond_size(stage: RecordedStage) -> bool:
    cells = [cell for cells in stage.cells.values() for cell in cells if cell is not None]
    sizes = {cell["size"] if cell["type"] == "sparse" else len(cell["values"]) for cell in cells}
    return bool(sizes - {stage.param("size")})


def beyond_terms(stage: RecordedStage) -> bool:
    inner = SavedStage.read(stage.saved.folder / "pipelineModel").stages()
    indexers = [part for part in inner if part.short_name == "StringIndexerModel"]
    labels = {part.params.string("inputCol"): part.row()["labelsArray"][0] for part in indexers}
    return any(
        isinstance(cell, str) and cell not in labels[name]
        for name, cells in stage.cells.items()
        if name in labels
        for cell in cells
    )


UNSEEN: dict[str, Callable[[RecordedStage], bool]] = {
    "feature.Bucketizer": beyond_splits,
    "feature.OneHotEncoderModel": beyond_sizes,
    "feature.RFormulaModel": beyond_terms,
    "feature.StringIndexerModel": beyond_labels,
    "feature.TargetEncoderModel": beyond_categories,
    "feature.VectorIndexerModel": beyond_values,
    "feature.VectorSizeHint": beyond_size,
}
