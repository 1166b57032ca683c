"""Feature schemas wherever they are: in files of their own, in bundles, in what Spark writes."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

import saltus_runtime
from saltus_schema import FeatureSchema, Field, SchemaError

from saltus_training.schema_file import SchemaFileError, read_schema
from saltus_training.spark_types import struct_columns

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

_NOTE = "feature_schema.json"
_ZIP = b"PK"


def load_schema(path: str | PathLike[str]) -> FeatureSchema:
    """Reads a feature schema from a file, a bundle, or a Spark StructType in JSON.

    Raises:
        SchemaFileError: There is none, or it is broken; the message says where.
    """
    path = Path(path)
    if path.is_dir() or _is_zip(path):
        return _of_bundle(path)
    found = read_schema(path)
    if isinstance(found, FeatureSchema):
        return found
    try:
        return draft_schema(found, path.stem)
    except SchemaError as error:
        raise SchemaFileError(path, str(error)) from error


def draft_schema(struct: Mapping[str, Any], name: str) -> FeatureSchema:
    """Returns the schema that a Spark StructType implies: names, types and nullability.

    A nullable column becomes a field that may be null or absent.

    Args:
        struct: The StructType as decoded JSON, with ML attributes where there are vectors.
        name: The model's name.

    Raises:
        SchemaError: There is no feature type for a column's.
        ExportError: It is no StructType.
    """
    fields = [
        Field(
            name=column.name,
            type=column.type,
            nullable=column.nullable,
            on_missing="null" if column.nullable else "error",
        )
        for column in struct_columns(struct)
    ]
    return FeatureSchema(name=name, inputs=fields)


def _of_bundle(path: Path) -> FeatureSchema:
    try:
        note = saltus_runtime.load(path).note(_NOTE)
    except saltus_runtime.BundleError as error:
        reason = f"is neither a schema nor a bundle: {error.member or 'the file'} {error.reason}"
        raise SchemaFileError(path, reason) from error
    if note is None:
        reason = f"is a bundle without notes/{_NOTE}; export the model with saltus-train"
        raise SchemaFileError(path, reason)
    try:
        return FeatureSchema.from_json(note)
    except SchemaError as error:
        raise SchemaFileError(path, f"notes/{_NOTE}: {error}") from error


def _is_zip(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_ZIP)) == _ZIP
    except OSError as error:
        reason = f"cannot be read: {error.strerror}; give a schema file or a bundle"
        raise SchemaFileError(path, reason) from error


def write_schema(schema: FeatureSchema, path: Path) -> None:
    """Writes a schema to a file, whole or not at all.

    Raises:
        SchemaFileError: It cannot be written; what was there is as it was.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    try:
        temporary.write_text(schema.to_json(), encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise SchemaFileError(path, f"cannot be written: {error.strerror}") from error
