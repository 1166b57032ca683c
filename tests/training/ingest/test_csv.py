"""CSV files as people have them."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
from pyspark.sql import types as T
from saltus_training.ingest import IngestError, read_data

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import SparkSession

pytestmark = pytest.mark.spark

STRUCT = T.StructType(
    [
        T.StructField("id", T.IntegerType(), nullable=False),
        T.StructField("name", T.StringType()),
        T.StructField("price", T.DoubleType()),
        T.StructField("day", T.DateType()),
    ]
)
TEXT = """\
id,name,price,day
1,plain,1.5,2024-02-29
2,"a ""quoted"", name",,2024-03-01

three,word for a number,1,2024-03-01
4,too,few
5,a day that is none,1,2024-02-30
,no id,1,2024-03-01
7,fraction of a day,1,2024-03-01,too many
8.0,whole,NA,
9.5,half,1,
10,not closed ",1,2024-03-01
11,"unclosed,1,2024-03-01
"""


def test_what_does_not_fit_is_kept_aside_with_line_and_reason(
    spark: SparkSession, tmp_path: Path
) -> None:
    path = tmp_path / "data.csv"
    path.write_text(TEXT)

    found = read_data(spark, path, STRUCT)

    rows = {
        row.id: (row.name_, row.price)
        for row in found.accepted.withColumnsRenamed({"name": "name_"}).collect()
    }
    assert {
        1: ("plain", 1.5),
        2: ('a "quoted", name', None),
        8: ("whole", None),
    }.items() <= rows.items()
    aside = {row.line: (row.record, row.reason) for row in found.rejected.collect()}
    assert {5, 6, 7, 8, 9, 11, 13} == set(aside)
    assert ("three,word for a number,1,2024-03-01", 'column `id`: "three" is no int') == aside[5]
    assert "not 4 values" in aside[6][1]
    assert 'column `day`: "2024-02-30" is no date' == aside[7][1]
    assert "column `id`: empty" == aside[8][1]
    assert "not 4 values" in aside[9][1]
    assert 'column `id`: "9.5" is no int' == aside[11][1]
    assert len(aside) == found.count_rejected()
    assert 'data.csv, line 5: column `id`: "three" is no int' == found.examples()[0]


def test_one_percent_of_broken_lines_is_counted_and_placed(
    spark: SparkSession, tmp_path: Path
) -> None:
    """In two files, one compressed and in a folder; types are found out in spite of them."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ("a", "b"):
        lines = [f"{number},{number / 2},on" for number in range(500)]
        for broken in range(0, 500, 100):
            lines[broken] = f"{broken};garbage"
        text = "\n".join(["number,half,switch", *lines])
        if name == "a":
            (folder / "a.csv").write_text(text)
        else:
            (folder / "b.csv.gz").write_bytes(gzip.compress(text.encode()))

    found = read_data(spark, folder)

    assert ["int", "double", "string"] == [
        field.dataType.simpleString() for field in found.accepted.schema
    ]
    assert 990 == found.accepted.count()
    aside = found.rejected.collect()
    expected = {
        (f"{name}", 2 + broken) for name in ("a.csv", "b.csv.gz") for broken in range(0, 500, 100)
    }
    assert expected == {(row.file.rpartition("/")[2], row.line) for row in aside}


def test_lines_are_numbered_across_the_parts_of_a_file(spark: SparkSession, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text(
        "a,b\n" + "\n".join(f"{n},{'x' if n % 1000 == 7 else n}" for n in range(20_000))
    )
    before = spark.conf.get("spark.sql.files.maxPartitionBytes")
    spark.conf.set("spark.sql.files.maxPartitionBytes", "20000")
    try:
        found = read_data(spark, path)
        lines = sorted(row.line for row in found.rejected.collect())
    finally:
        spark.conf.set("spark.sql.files.maxPartitionBytes", str(before))

    assert [n + 2 for n in range(7, 20_000, 1000)] == lines


def test_values_may_span_lines(spark: SparkSession, tmp_path: Path) -> None:
    path = tmp_path / "notes.tsv"
    path.write_text('id\tnote\n1\t"first\nsecond"\n2\tplain\n3\t"a\n\nb"\n')

    found = read_data(spark, path)

    assert {1: "first\nsecond", 2: "plain", 3: "a\n\nb"} == {
        r.id: r.note for r in found.accepted.collect()
    }
    assert 0 == found.count_rejected()


def test_names_made_of_digits_keep_their_zeros(spark: SparkSession, tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text("code;n;flag;at\n00123;1;true;2024-01-01T10:00:00Z\n00042;2;False;\n")

    found = read_data(spark, path).accepted

    kinds = [field.dataType.simpleString() for field in found.schema]
    assert ["string", "int", "boolean", "timestamp"] == kinds
    assert ["00042", "00123"] == sorted(row.code for row in found.collect())


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("lacking.csv", "id,name\n1,x\n", "no column `price`"),
        ("odd.xlsx", "x", "tells no format; use one of .csv"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_clear_error(
    spark: SparkSession, tmp_path: Path, name: str, text: str, reason: str
) -> None:
    path = tmp_path / name
    path.write_text(text)

    with pytest.raises(IngestError, match=reason):
        read_data(spark, path, STRUCT)


def test_files_of_two_kinds_are_told_apart(spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    (tmp_path / "b.csv").write_text("a,c\n1,2\n")

    with pytest.raises(IngestError, match="do not begin with the same columns"):
        read_data(spark, tmp_path)


def test_a_file_that_is_not_there_is_named(spark: SparkSession, tmp_path: Path) -> None:
    with pytest.raises(IngestError, match=r"missing\.csv`: there is no such file"):
        read_data(spark, tmp_path / "missing.csv")
