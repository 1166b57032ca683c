"""CSV as other programs write it, through `saltus-train schema infer` and `check`."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest
from saltus_training.cli import app
from saltus_training.ingest import read_data
from typer.testing import CliRunner

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result
    from pyspark.sql import SparkSession

pytestmark = [pytest.mark.spark, pytest.mark.usefixtures("spark")]

BROKEN = b'id,name\n1,"x\n2,y,z\n3,\xfc\n4,w\n'


def invoke(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["schema", *(str(argument) for argument in arguments)])


@pytest.mark.parametrize(
    ("name", "content", "columns"),
    [
        ("mark.csv", b"\xef\xbb\xbfid,name\n1,x\n", {"id": "int", "name": "string"}),
        ("windows.csv", b"id,name\r\n1,x\r\n\r\n2,y\r\n", {"id": "int", "name": "string"}),
        ("semicolon.csv", b'"id, or so";name\n1;x, y\n', {"id, or so": "int", "name": "string"}),
        ("packed.csv.gz", gzip.compress(b"id,at\n1,2026-01-02\n"), {"id": "int", "at": "date"}),
        (
            "breaks.csv",
            b'id,text\r\n1,"a\r\nb"\r\n2,"c, ""d"""\r\n',
            {"id": "int", "text": "string"},
        ),
        (
            "names.csv",
            "a.b,c`d,e f,größe,'x',\"y,z\",_record\n1,2,3,4,5,6,7\n".encode(),
            dict.fromkeys(["a.b", "c`d", "e f", "größe", "'x'", "y,z", "_record"], "int"),
        ),
        ("gaps.tsv", b"id\tprice\n1\tNA\n2\t1.5\n3\t\n", {"id": "int", "price": "double"}),
    ],
)
def test_the_schema_of_an_odd_file_accepts_its_rows(
    tmp_path: Path, name: str, content: bytes, columns: dict[str, str]
) -> None:
    file, schema = tmp_path / name, tmp_path / "schema.json"
    file.write_bytes(content)

    inferred = invoke("infer", file, "-o", schema)

    assert 0 == inferred.exit_code, inferred.output
    inputs = json.loads(schema.read_text())["inputs"]
    assert columns == {field["name"]: field["type"] for field in inputs}
    checked = invoke("check", file, "--schema", schema, "--json")
    assert 0 == checked.exit_code, checked.output


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.csv", b"", "it is empty; give a file with rows"),
        ("blank.csv", b"\n1,2\n", "line 1: the first line has to name the columns, and is empty"),
        ("head.csv", b"id,name\n", "no row has the 2 values that it should have"),
        ("twice.csv", b"id,x,ID\n1,2,3\n", "line 1, column `ID`: columns 1 and 3 have one name"),
        ("index.csv", b",id\n0,1\n", "line 1: column 1 of 2 has no name; name it, or remove it"),
        ("latin.csv", b"id,gr\xf6\xdfe\n1,2\n", "line 1: it is not UTF-8 text; save it as UTF-8"),
        ("open.csv", b'id,"name\n1,x\n', "line 1: a quote is not closed"),
        ("wide.csv", "id,name\n1,x\n".encode("utf-16"), "it is UTF-16 text; save it as UTF-8"),
        ("sheet.csv", b"PK\x03\x04...", "it is a spreadsheet or a zip archive; save it as CSV"),
        ("packed.csv", gzip.compress(b"a,b\n1,2\n"), "it is compressed; add .gz to its name"),
        ("cut.csv.gz", gzip.compress(b"a,b\n1,2\n" * 99)[:-9], "Spark cannot read it"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)

    result = invoke("infer", file)

    assert 1 == result.exit_code
    (line,) = [line for line in result.stderr.splitlines() if message in line]
    assert f"data `{file}`" in line
    assert "Traceback" not in result.stderr


def test_broken_records_of_a_checked_file_are_told_and_those_inferred_from_are_not(
    tmp_path: Path,
) -> None:
    file, schema = tmp_path / "broken.csv", tmp_path / "schema.json"
    file.write_bytes(BROKEN)

    inferred = invoke("infer", file, "-o", schema)

    assert "3 records do not fit and are kept aside" in inferred.stderr
    assert "broken.csv, line 2: not 2 values, as the header has" in inferred.stderr
    assert "broken.csv, line 4: not UTF-8 text; save the file as UTF-8" in inferred.stderr
    checked = invoke("check", file, "--schema", schema, "--json")
    (violation,) = json.loads(checked.stdout)["violations"]
    assert (1, "", "invalid_csv", 3) == (
        checked.exit_code,
        violation["field"],
        violation["code"],
        violation["rows"],
    )


def test_what_is_no_utf_8_beside_values_of_several_lines_is_kept_aside(
    spark: SparkSession, tmp_path: Path
) -> None:
    file = tmp_path / "notes.csv"
    file.write_bytes(b'id,text\n1,"a\nb"\n2,\xfc\n3,c\n')

    found = read_data(spark, file)

    assert {1, 3} == {row.id for row in found.accepted.collect()}
    assert ["not UTF-8 text; save the file as UTF-8"] == [
        row.reason for row in found.rejected.collect()
    ]


def test_the_types_of_hundreds_of_columns_are_found_out(
    spark: SparkSession, tmp_path: Path
) -> None:
    file = tmp_path / "wide.csv"
    names = [f"x{index}" for index in range(200)]
    file.write_text("\n".join([",".join(names), *[",".join(map(str, range(200)))] * 20]))

    accepted = read_data(spark, file).accepted

    assert names == accepted.columns
    assert {"int"} == {kind for _, kind in accepted.dtypes}
