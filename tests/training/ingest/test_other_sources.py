"""JSON lines, Parquet, ORC and a database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyspark.sql import types as T
from saltus_training.ingest import IngestError, read_data, read_jdbc

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import SparkSession

pytestmark = pytest.mark.spark

STRUCT = T.StructType(
    [T.StructField("id", T.IntegerType(), nullable=False), T.StructField("name", T.StringType())]
)
DRIVER = "org.apache.derby.iapi.jdbc.AutoloadedDriver"


def test_json_lines(spark: SparkSession, tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    path.write_text('{"id": 1, "name": "x", "more": 1}\n{"id": "y"}\n{"id": 2\n\n{"name": "z"}\n')

    found = read_data(spark, path, STRUCT)

    assert [(1, "x")] == [tuple(row) for row in found.accepted.collect()]
    aside = {row.line: row.reason for row in found.rejected.collect()}
    expected = {
        2: 'column `id`: "y" is no int',
        3: "not a JSON object",
        5: "column `id`: empty",
    }
    assert expected == aside


def test_json_lines_tell_their_types(spark: SparkSession, tmp_path: Path) -> None:
    path = tmp_path / "data.json"
    path.write_text('{"b": 1.5, "a": true}\n{"b": 2}\n')

    found = read_data(spark, path).accepted

    assert {"a": "boolean", "b": "double"} == dict(found.dtypes)


@pytest.mark.parametrize("kind", ["parquet", "orc"])
def test_columns_that_have_types_lose_nothing(
    spark: SparkSession, tmp_path: Path, kind: str
) -> None:
    rows = [(1.0, "x"), (1.5, "y"), (None, "z"), (2.0, None)]
    frame = spark.createDataFrame(rows, "id double, name string")
    frame.write.format(kind).save(str(tmp_path / "data"))

    found = read_data(
        spark, tmp_path / "data", STRUCT, kind="parquet" if kind == "parquet" else "orc"
    )

    assert {(1, "x"), (2, None)} == {tuple(row) for row in found.accepted.collect()}
    aside = {row.record: row.reason for row in found.rejected.collect()}
    assert "column `id`: 1.5 is no int" == aside['{"id":1.5,"name":"y"}']
    assert "column `id`: empty" == aside['{"name":"z"}']


def test_a_table_of_a_database(spark: SparkSession, tmp_path: Path) -> None:
    url = f"jdbc:derby:{tmp_path}/base;create=true"
    frame = spark.createDataFrame([(1.0, "x"), (1.5, "y")], "id double, name string")
    frame.write.jdbc(url, "customers", properties={"driver": DRIVER})

    found = read_jdbc(spark, url, "customers", STRUCT, {"driver": DRIVER})

    assert [(1, "x")] == [tuple(row) for row in found.accepted.collect()]
    assert ["column `id`: 1.5 is no int"] == [row.reason for row in found.rejected.collect()]


def test_a_file_that_is_no_parquet_is_one_clear_error(spark: SparkSession, tmp_path: Path) -> None:
    path = tmp_path / "data.parquet"
    path.write_text("no parquet at all")

    with pytest.raises(IngestError, match=r"data\.parquet`: its name says Parquet, but it is not"):
        read_data(spark, path)
