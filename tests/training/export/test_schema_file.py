"""Schemas in files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from saltus_schema import FeatureSchema, Field
from saltus_training.schema_file import SchemaFileError, read_schema

if TYPE_CHECKING:
    from pathlib import Path


def test_a_feature_schema_is_read(tmp_path: Path) -> None:
    schema = FeatureSchema(name="made", inputs=(Field(name="x", type="double"),))
    file = tmp_path / "schema.json"
    file.write_text(schema.to_json(), encoding="utf-8")
    assert schema == read_schema(file)


def test_a_struct_of_spark_is_read(tmp_path: Path, struct: Any) -> None:
    file = tmp_path / "schema.json"
    file.write_text(json.dumps(struct(x="double", v="vector[3]")), encoding="utf-8")
    assert struct(x="double", v="vector[3]") == read_schema(file)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x double", "is not JSON"),
        ("[1]", "not a feature schema"),
        ("{}", "not a feature schema"),
        ('{"type": "struct", "fields": [{"name": "x"}]}', "no Spark StructType"),
        ('{"type": "struct"}', "no Spark StructType"),
        ('{"saltus_schema": 1, "name": "m", "inputs": [{"name": "x", "type": "dbl"}]}', "dbl"),
        ("\xff", "is not JSON"),
    ],
)
def test_what_is_neither_is_refused_and_says_what_to_give(
    tmp_path: Path, text: str, reason: str
) -> None:
    file = tmp_path / "schema.json"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(SchemaFileError) as caught:
        read_schema(file)
    assert reason in caught.value.reason
    assert "frame.schema.json()" in caught.value.reason
    assert str(file) in str(caught.value)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(SchemaFileError, match=r"cannot be read: No such file"):
        read_schema(tmp_path / "schema.json")
