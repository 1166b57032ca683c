"""A draft of the schema that a saved model implies, without Spark and without data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_schema import FeatureSchema, Field

from saltus_training.errors import SavedModelError
from saltus_training.saved_model import SavedStage
from saltus_training.sql.names import statement_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

_READS = ("inputCol", "inputCols", "featuresCol", "userCol", "itemCol", "offsetCol")
_TEXT = ("StringIndexerModel", "Tokenizer", "RegexTokenizer")
_LISTS = ("StopWordsRemover", "HashingTF", "CountVectorizerModel", "NGram", "Word2VecModel")
_VECTORS = ("featuresCol",)


def draft_of_saved_model(location: str | PathLike[str], name: str = "model") -> FeatureSchema:
    """Returns the columns that a saved model reads and no stage of it makes.

    A saved model holds no types: each is what the first stage that reads the column usually takes,
    and its description says so. Columns that only an indexer reads, and nothing after it, are left
    out, as a label is.

    Args:
        location: The folder that was passed to `model.save`, or its URI.
        name: The model's name.

    Raises:
        SavedModelError: It is no complete saved model, or reads no column.
    """
    stages = [stage for stage in SavedStage.read(location).walk() if not _is_pipeline(stage)]
    read = [(stage, column, kind) for stage in stages for column, kind in _inputs(stage)]
    used = {column for _, column, _ in read}
    made = {column for stage in stages for column in stage.output_columns}
    found: dict[str, Field] = {}
    for stage, column, kind in read:
        if column in made or column in found or not _is_used(stage, column, used):
            continue
        told = f"Read by {stage.short_name}, which holds no type: check that it is {kind}."
        found[column] = Field(name=column, type=kind, description=told)
    if not found:
        raise SavedModelError(
            "no stage reads a column that no other makes", fix="infer the schema from data"
        )
    return FeatureSchema(name=name, inputs=list(found.values()))


def _is_pipeline(stage: SavedStage) -> bool:
    return stage.short_name == "PipelineModel"


def _inputs(stage: SavedStage) -> Iterator[tuple[str, str]]:
    """Yields each column that a stage reads, and the type it usually takes."""
    kind = "double"
    if stage.short_name in _TEXT:
        kind = "string"
    elif stage.short_name in _LISTS:
        kind = "list<string>"
    if stage.short_name == "SQLTransformer":
        yield from ((name, kind) for name in statement_names(stage.params.string("statement"))[0])
    for param in _READS:
        value = stage.params.get(param)
        for column in value if isinstance(value, list) else [value]:
            if isinstance(column, str) and column:
                yield column, "vector" if param in _VECTORS else kind


def _is_used(stage: SavedStage, column: str, used: set[str]) -> bool:
    """Tells whether something reads what an indexer makes of a column."""
    if stage.short_name != "StringIndexerModel":
        return True
    inputs = [name for name, _ in _inputs(stage)]
    output = dict(zip(inputs, stage.output_columns, strict=False)).get(column)
    return output is None or output in used
