"""Schemas as people keep them in files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from saltus_schema import FeatureSchema, SchemaError

from saltus_training.errors import ExportError, TrainingError
from saltus_training.spark_types import struct_columns

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike


class SchemaFileError(TrainingError):
    """A file holds no schema.

    Attributes:
        path: The file.
        reason: What is wrong with it, and what to do.
    """

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"schema `{path}`: {reason}")


def read_schema(path: str | PathLike[str]) -> FeatureSchema | Mapping[str, Any]:
    """Reads a feature schema, or a Spark StructType in JSON.

    Args:
        path: A file that holds `FeatureSchema.to_json()` or `frame.schema.json()`.

    Returns:
        The feature schema, or the decoded StructType.

    Raises:
        SchemaFileError: It cannot be read, or holds neither.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
        document = json.loads(text)
    except OSError as error:
        raise SchemaFileError(path, f"cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise SchemaFileError(path, f"is not JSON: {error}; give {_EXPECTED}") from error
    if isinstance(document, dict) and document.get("type") == "struct":
        return _struct(path, document)
    try:
        return FeatureSchema.from_json(text)
    except SchemaError as error:
        raise SchemaFileError(path, f"{error}; give {_EXPECTED}") from error


_EXPECTED = "a feature schema, or a Spark StructType as `frame.schema.json()` writes it"


def _struct(path: Path, document: dict[str, Any]) -> Mapping[str, Any]:
    try:
        struct_columns(document)
    except ExportError as error:
        raise SchemaFileError(path, f"{error.reason}; give {_EXPECTED}") from error
    return document
