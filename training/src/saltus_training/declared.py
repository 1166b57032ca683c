"""What a schema declares, and what the pipeline lets it add."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from saltus_schema import FeatureSchema, Field, Output, SchemaError

from saltus_training.columns import Column
from saltus_training.errors import ExportError
from saltus_training.spark_types import struct_columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from saltus_training.columns import Columns


def declared_columns(schema: FeatureSchema | Mapping[str, Any]) -> list[Column]:
    """Returns the inputs of a pipeline, from a feature schema or a StructType in JSON form."""
    if not isinstance(schema, FeatureSchema):
        return struct_columns(schema)
    return [
        Column(
            field.name,
            field.type,
            nullable=field.nullable,
            origin=field.name,
            categories=None if field.categories is None else tuple(field.categories),
            accepts_unseen=field.categories is None or field.on_unseen != "error",
        )
        for field in schema.inputs
    ]


def complete_schema(
    schema: FeatureSchema | Mapping[str, Any], name: str, columns: Columns
) -> FeatureSchema:
    """Returns the schema of a bundle: the one given, with outputs where it declares none.

    Raises:
        ExportError: It declares outputs the pipeline does not make, or cannot be completed.
    """
    try:
        if not isinstance(schema, FeatureSchema):
            inputs = tuple(_field(column) for column in columns.read_inputs)
            return FeatureSchema(name=name, inputs=inputs, outputs=_outputs(columns))
        if not schema.outputs:
            return FeatureSchema(name=schema.name, inputs=schema.inputs, outputs=_outputs(columns))
    except SchemaError as error:
        raise ExportError(
            f"the schema of the bundle cannot be made: {error}",
            fix="declare inputs and outputs in a FeatureSchema",
            stage="schema",
        ) from error
    _check_outputs(schema, columns)
    return schema


def _field(column: Column) -> Field:
    return Field(name=column.name, type=column.type, nullable=column.nullable)


def _outputs(columns: Columns) -> tuple[Output, ...]:
    """Lists what the last predictor makes and what no stage reads."""
    roles = {column.role: column.name for column in columns.added}
    listed = [
        column if roles[column.role] == column.name else replace(column, role="other")
        for column in columns.added
    ]
    targets = columns.targets
    terminal = {column.name for column in columns.terminal if column not in targets}
    return tuple(
        Output(
            name=column.name,
            # A schema knows no empty vectors, such as those of a formula without terms.
            type=column.family if column.vector_size == 0 else column.type,
            role=column.role,
            labels=None if column.role == "other" else column.classes,
        )
        for column in listed
        if column.role != "other" or column.name in terminal
    )


def _check_outputs(schema: FeatureSchema, columns: Columns) -> None:
    made = {column.name: column.type for column in columns.added}
    for output in schema.outputs:
        if output.name not in made:
            raise ExportError(
                f"it declares the output `{output.name}`, which the pipeline does not make",
                fix=f"declare some of {', '.join(made)}, or no outputs at all",
                stage="schema",
            )
        if made[output.name] != output.type:
            raise ExportError(
                f"it declares the output `{output.name}` as {output.type}, "
                f"but the pipeline makes {made[output.name]}",
                fix="correct the type, or declare no outputs at all",
                stage="schema",
            )
