"""Rows in files, typed by a schema."""

from __future__ import annotations

import datetime as dt
import json
import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from saltus_schema import FeatureSchema, Field
from saltus_training.inputs import MissingValueError
from saltus_training.rows import RowsError, read_rows
from saltus_training.rows.text import csv_records, json_records

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import SparkSession

SCHEMA = FeatureSchema(
    name="made",
    inputs=(
        Field(name="carrier", type="string", nullable=True),
        Field(name="hour", type="int"),
        Field(name="wind", type="double", nullable=True),
        Field(name="weekend", type="boolean", on_missing="default", default=False),
        Field(name="day", type="date", nullable=True),
        Field(name="at", type="timestamp", nullable=True),
        Field(name="price", type="decimal(8,2)", nullable=True),
        Field(name="features", type="vector[3]", nullable=True),
        Field(name="tags", type="list<string>", nullable=True),
    ),
)
ROW = {
    "carrier": "UA",
    "hour": 17,
    "wind": 2.5,
    "weekend": True,
    "day": "2013-06-01",
    "at": "2013-06-01T12:00:00+02:00",
    "price": "12.50",
    "features": [1.0, 0.0, 2.0],
    "tags": ["a", "b"],
    "late": "yes",
}
BARE: dict[str, Any] = {"hour": 3, "wind": "NaN"}
SPARSE = {"hour": 3, "features": {"size": 3, "indices": [2], "values": [4.0]}}


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def json_lines(*rows: dict[str, Any]) -> str:
    return "".join(f"{json.dumps(row)}\n" for row in rows)


@pytest.mark.spark
def test_json_lines_become_the_columns_of_the_schema(spark: SparkSession, tmp_path: Path) -> None:
    file = write(tmp_path / "rows.jsonl", json_lines(ROW, BARE) + "\n" + json_lines(SPARSE))
    frame = read_rows(spark, file, SCHEMA)
    assert [field.name for field in SCHEMA.inputs] == frame.columns
    full, bare, sparse = (row.asDict() for row in frame.collect())
    assert ("UA", 17, 2.5, True, ["a", "b"]) == tuple(
        full[name] for name in ("carrier", "hour", "wind", "weekend", "tags")
    )
    assert (dt.date(2013, 6, 1), Decimal("12.50")) == (full["day"], full["price"])
    moment = dt.datetime(2013, 6, 1, 10, tzinfo=dt.UTC)
    assert moment == full["at"].astimezone(dt.UTC)
    assert [1.0, 0.0, 2.0] == full["features"].toArray().tolist()
    assert (None, False, True) == (bare["carrier"], bare["weekend"], math.isnan(bare["wind"]))
    assert ([2], 3) == (sparse["features"].indices.tolist(), sparse["features"].size)


@pytest.mark.spark
def test_csv_becomes_the_columns_of_the_schema(spark: SparkSession, tmp_path: Path) -> None:
    text = (
        "late,hour,carrier,wind,weekend,day,at,price,features,tags\n"
        'yes,17,"UA, DL",2.5,TRUE,2013-06-01,2013-06-01T10:00:00Z,12.5,"[1, 0, 2]","[""a""]"\n'
        "no,3,,nan,,,,,,\n"
    )
    full, bare = (
        row.asDict() for row in read_rows(spark, write(tmp_path / "r.csv", text), SCHEMA).collect()
    )
    assert ("UA, DL", 17, True, ["a"]) == tuple(
        full[name] for name in ("carrier", "hour", "weekend", "tags")
    )
    assert [1.0, 0.0, 2.0] == full["features"].toArray().tolist()
    assert (None, False, True) == (bare["carrier"], bare["weekend"], math.isnan(bare["wind"]))


@pytest.mark.spark
def test_parquet_keeps_its_own_types(spark: SparkSession, tmp_path: Path) -> None:
    file = tmp_path / "rows.parquet"
    pq.write_table(pa.table({"hour": pa.array([1, 2], pa.int32()), "late": ["a", "b"]}), file)
    assert [("hour", "int"), ("late", "string")] == read_rows(spark, file).dtypes


@pytest.mark.spark
def test_null_in_parquet_where_the_schema_allows_none_is_said(
    spark: SparkSession, tmp_path: Path
) -> None:
    file = tmp_path / "rows.parquet"
    pq.write_table(pa.table({"hour": pa.array([1, None], pa.int32())}), file)
    schema = FeatureSchema(name="made", inputs=(Field(name="hour", type="int"),))
    with pytest.raises(MissingValueError, match="column `hour`: null in 1 rows"):
        read_rows(spark, file, schema)


@pytest.mark.spark
@pytest.mark.parametrize(
    ("name", "text", "line", "column", "reason"),
    [
        ("r.csv", "hour\n1\n1.5\n", 3, "hour", "must be an integer"),
        ("r.csv", "hour\n\n1\nx\n", 4, "hour", "must be an integer"),
        ("r.csv", "hour,wind\n1,2\n1\n", 3, None, "it has 1 cells, but the header names 2"),
        ("r.csv", "wind\n1\n", 1, "hour", "the header does not name it"),
        ("r.csv", "", 1, None, "its first line must name the columns"),
        ("r.csv", 'hour\n"1\n', 2, None, "it is not CSV"),
        ("r.json", json_lines({"hour": 1}, {"hour": True}), 2, "hour", "must be an integer"),
        ("r.json", json_lines({"hour": 2**31}), 1, "hour", "must be an integer"),
        ("r.json", json_lines({"hour": None}), 1, "hour", "is null, but the schema says"),
        ("r.json", json_lines({}), 1, "hour", "is null, but the schema says it never is"),
        ("r.json", json_lines({"hour": 1, "wind": "fast"}), 1, "wind", "must be a finite number"),
        ("r.json", json_lines({"hour": 1, "features": [1.0]}), 1, "features", "3 numbers"),
        ("r.json", json_lines({"hour": 1, "day": "June"}), 1, "day", "must be a date"),
        ("r.json", '{"hour": 1}\n{"hour"\n', 2, None, "it is not JSON"),
        ("r.json", "[1]\n", 1, None, "it is no JSON object; write one a line"),
        ("r.txt", "hour\n1\n", None, None, "the end of its name tells no format"),
        ("r.parquet", "no Parquet", None, None, "Spark cannot read it as Parquet"),
    ],
)
def test_what_does_not_fit_is_said_with_its_place(
    spark: SparkSession,
    tmp_path: Path,
    name: str,
    text: str,
    line: int | None,
    column: str | None,
    reason: str,
) -> None:
    schema = FeatureSchema(
        name="made",
        inputs=(
            Field(name="hour", type="int"),
            *([] if name == "r.csv" else SCHEMA.inputs[2:]),
        ),
    )
    with pytest.raises(RowsError) as caught:
        read_rows(spark, write(tmp_path / name, text), schema)
    assert (line, column) == (caught.value.line, caught.value.column)
    assert reason in caught.value.reason


@pytest.mark.spark
def test_text_without_a_schema_has_no_types(spark: SparkSession, tmp_path: Path) -> None:
    with pytest.raises(RowsError, match="give a schema, or rows in Parquet"):
        read_rows(spark, write(tmp_path / "rows.csv", "x\n1\n"))


def test_lines_are_counted_as_an_editor_does(tmp_path: Path) -> None:
    file = write(tmp_path / "rows.jsonl", '{"x": 1}\n\n{"x": 2}')
    assert [(1, {"x": 1}), (3, {"x": 2})] == list(json_records(file))
    file = write(tmp_path / "rows.csv", '\ufeffx,y\n"1\n2",3\n,\n')
    assert [(3, {"x": "1\n2", "y": "3"}), (4, {"x": None, "y": None})] == list(csv_records(file))
