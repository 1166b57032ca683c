"""The inputs of a model, and the settings of its Spark, where there is a frame."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from saltus_schema import FeatureSchema

from saltus_training.conversion import convert
from saltus_training.declared import declared_columns
from saltus_training.errors import ExportError
from saltus_training.findings import Finding
from saltus_training.spark_types import struct_columns
from saltus_training.sql import Session
from saltus_training.sql.session import ANSI, TIME_ZONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from os import PathLike
    from pathlib import Path

    from pyspark.sql import DataFrame

    from saltus_training.conversion import Conversion
    from saltus_training.model_card import ModelCard
    from saltus_training.saved_model import Folder


def convert_for_frame(
    saved_model: str | PathLike[str] | Folder, struct: Mapping[str, Any], session: Session
) -> Conversion:
    """Converts a model whose inputs are the columns of a frame that scoring needs.

    What only training needs, such as the label, is left out where Spark can score without it.

    Args:
        saved_model: The folder that was passed to `model.save`.
        struct: The frame's StructType as decoded JSON.
        session: The settings of Spark's session that SQL depends on.

    Raises:
        ExportError: The model cannot be exported.
    """
    whole = convert(saved_model, struct, session=session)
    for names in filter(None, _candidates(whole)):
        fields = [field for field in struct["fields"] if field["name"] not in names]
        try:
            smaller = convert(saved_model, {**struct, "fields": fields}, session=session)
        except ExportError:
            # A stage that scores reads it, too.
            continue
        listed = ", ".join(f"`{name}`" for name in sorted(names))
        left_out = Finding(
            "target-left-out",
            f"only training needs {listed} of the frame: the bundle has no such input",
            fix="declare it in a schema if requests shall bring it all the same",
            stage="schema",
        )
        return replace(smaller, findings=(left_out, *smaller.findings))
    return whole


def convert_with_frame(
    saved: Path | Folder,
    frame: DataFrame,
    schema: FeatureSchema | Mapping[str, Any] | None,
    session: Session,
) -> Conversion:
    """Converts a model whose inputs are those of the schema, or of the frame where it has none."""
    if schema is None:
        return convert_for_frame(saved, frame.schema.jsonValue(), session)
    return convert(saved, schema, session=session)


def session_of(card: ModelCard, frame: DataFrame) -> Session:
    """Returns the settings that SQL depends on: the card's, else those of the frame's Spark."""
    conf = frame.sparkSession.conf
    running = Session(ansi=conf.get(ANSI) == "true", time_zone=conf.get(TIME_ZONE))
    return Session(card.ansi, card.time_zone).or_else(running)


def checked(
    frame: DataFrame, schema: FeatureSchema | Mapping[str, Any] | None
) -> FeatureSchema | Mapping[str, Any] | None:
    """Returns the schema once the frame is known to fit it."""
    if isinstance(schema, FeatureSchema):
        check_frame(frame, schema)
    return schema


def check_frame(frame: DataFrame, schema: FeatureSchema) -> None:
    """Raises ExportError unless the frame has the schema's inputs with the schema's types."""
    have = {column.name: column for column in struct_columns(frame.schema.jsonValue())}
    for declared in declared_columns(schema):
        column = have.get(declared.name)
        if column is None:
            reason = f"it has no column `{declared.name}`, which the schema declares"
        elif column.family != declared.family:
            reason = f"`{declared.name}` is {column.type}, but the schema declares {declared.type}"
        else:
            continue
        raise ExportError(
            reason,
            fix="give the frame the model was fitted on, or correct the schema",
            stage="frame",
            rule=ExportError.FAILED,
        )


def _candidates(conversion: Conversion) -> Iterator[set[str]]:
    """The inputs that only training seems to need: all of them, then each by itself."""
    sockets = [
        (given.name, made.name)
        for item in conversion.root.walk()
        for given, made in zip(item.node.inputs, item.node.outputs, strict=False)
    ]
    names = {given for given, made in sockets if made in conversion.targets}
    yield names
    if len(names) > 1:
        yield from ({name} for name in sorted(names))
