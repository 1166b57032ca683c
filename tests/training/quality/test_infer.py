"""Schemas from data, and data in files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from pyspark.ml.linalg import Vectors
from saltus_schema import FeatureSchema, Field
from saltus_training.errors import TrainingError
from saltus_training.ingest import IngestError, data_format, read_data
from saltus_training.quality import check, read_rows
from saltus_training.quality.infer import Inference, infer_schema

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import SparkSession

CSV = "plan,age,churned,day\nfree,20,1,2026-01-02\npro,60.5,0,2026-01-03\n,35,0,2026-01-04\n"


@pytest.mark.spark
def test_a_csv_file_gives_types_nullability_and_real_examples(
    spark: SparkSession, tmp_path: Path
) -> None:
    file = tmp_path / "churn.csv"
    file.write_text(CSV, encoding="utf-8")
    how = Inference(ranges=True, categories=2, exclude=["churned"])

    schema = infer_schema(read_data(spark, file).accepted, "churn", how)

    plan, age, day = schema.inputs
    assert ("string", True, "null") == (plan.type, plan.nullable, plan.on_missing)
    assert ("free", "pro") == plan.categories
    assert "free" == plan.example
    assert ("double", False, 20.0, 60.5) == (age.type, age.nullable, age.minimum, age.maximum)
    assert ("date", "2026-01-02", None) == (day.type, day.minimum, day.categories)
    assert check(read_rows(spark, file), schema).passed


@pytest.mark.spark
def test_ranges_stay_in_the_description_unless_asked_for(spark: SparkSession) -> None:
    frame = spark.createDataFrame([(1.5,), (float("nan"),), (3.0,)], "x double")

    (field,) = infer_schema(frame, "m").inputs

    assert (None, None, None) == (field.minimum, field.maximum, field.categories)
    assert "Seen from 1.5 to 3.0." == field.description


@pytest.mark.spark
def test_what_no_feature_type_holds_is_named(spark: SparkSession) -> None:
    frame = spark.createDataFrame([(1, bytearray(b"x"))], "x int, raw binary")

    with pytest.raises(TrainingError, match="column `raw` is binary"):
        infer_schema(frame, "m")
    assert ["x"] == [f.name for f in infer_schema(frame, "m", Inference(exclude=["raw"])).inputs]
    with pytest.raises(TrainingError, match="no column `y` to exclude; there are x, raw"):
        infer_schema(frame, "m", Inference(exclude=["y"]))
    with pytest.raises(TrainingError, match="no rows"):
        infer_schema(frame.limit(0).select("x"), "m")


@pytest.mark.spark
def test_vectors_and_lists_are_inferred(spark: SparkSession) -> None:
    frame = spark.createDataFrame([(Vectors.sparse(3, [1], [2.0]), ["a"])], ["v", "l"])

    vector, texts = infer_schema(frame, "m").inputs

    assert ("vector", "list<string>") == (vector.type, texts.type)
    assert {"size": 3, "indices": [1], "values": [2.0]} == vector.example


@pytest.mark.spark
def test_cells_of_csv_keep_what_they_say(spark: SparkSession, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text(
        'n,f,b,d,v\n1,1e2,TRUE,1.50,"[1, 2]"\n1.5,x,1,1.505,"[1]"\n,,,,\n', encoding="utf-8"
    )
    kinds = {"n": "int", "f": "double", "b": "boolean", "d": "decimal(4,2)", "v": "vector[2]"}
    fields = [Field(name=n, type=t, nullable=True, on_missing="null") for n, t in kinds.items()]
    schema = FeatureSchema(name="cells", inputs=fields)

    report = check(read_rows(spark, file), schema)

    assert [("n", "wrong_type", ("1.5",)), ("f", "wrong_type", ('"x"',))] == [
        (count.field, count.code, count.examples) for count in report.counts[:2]
    ]
    assert ["wrong_type", "wrong_type", "wrong_size"] == [c.code for c in report.counts[2:]]
    assert 1 == report.rejected


@pytest.mark.spark
def test_text_that_is_no_csv_is_an_error_of_one_line(spark: SparkSession, tmp_path: Path) -> None:
    file = tmp_path / "rows.json"
    file.write_text(json.dumps({"x": 1})[:-1], encoding="utf-8")
    schema = FeatureSchema(name="m", inputs=[Field(name="x", type="int")])

    report = check(read_rows(spark, file), schema)

    assert ["invalid_json"] == [count.code for count in report.counts]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("rows.csv", b"PAR1\x15\x00", "it is Parquet, but its name says otherwise"),
        ("rows.parquet", b"a,b\n1,2\n", "its name says Parquet, but it is not"),
        ("rows.csv", b"", "it is empty"),
        ("rows.xlsx", b"PK", "tells no format; use one of .csv"),
        ("rows.csv/_SUCCESS", b"x", "the folder has no files with rows"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)

    with pytest.raises(IngestError) as caught:
        data_format(tmp_path / name.split("/", maxsplit=1)[0])
    assert reason in caught.value.reason


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="there is no such file"):
        data_format(tmp_path / "rows.csv")
