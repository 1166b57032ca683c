"""Fits the models of every family with a live Spark, and records what they give.

    python tests/parity/record.py [PATTERN ...] [--into FOLDER]

A pattern selects families, or cases of them: `text`, `indexing/string_indexer*`. Needs pyspark
alone, so that any version of Spark can be recorded.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import io
import json
import os
import re
import sys
import tarfile
import tempfile
import time
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cells import cell, with_vector_sizes
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession
from pyspark.sql.types import LongType, StructField, StructType, _parse_datatype_string

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from case import Case

HERE = Path(__file__).parent
RECORDED = HERE / "recorded"
ROW_ID = "__row"
Json = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("patterns", nargs="*", metavar="PATTERN", default=["*"])
    parser.add_argument("--into", type=Path, default=RECORDED, metavar="FOLDER")
    options = parser.parse_args()
    spark = start_spark()
    for family, case in find(spark, options.patterns):
        rows = score(spark, case)
        folder = options.into / family
        folder.mkdir(parents=True, exist_ok=True)
        write(folder, case, rows, spark.version)
        raised = sum("error" in row for row in rows)
        dropped = sum(row.get("output", ...) is None for row in rows)
        print(  # noqa: T201
            f"{family}/{case.name}: {len(rows)} rows, {dropped} dropped, {raised} raised"
        )


def start_spark() -> SparkSession:
    # Some models score in Python, which must be the one with pyspark's packages.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    # Python's times are naive: its zone must be the session's.
    os.environ["TZ"] = "UTC"
    time.tzset()
    spark = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("OFF")
    return spark


def find(spark: SparkSession, patterns: Sequence[str]) -> Iterator[tuple[str, Case]]:
    for path in sorted((HERE / "families").glob("[a-z]*.py")):
        family = path.stem
        wanted = [pattern.partition("/") for pattern in patterns]
        names = [case or "*" for name, _, case in wanted if fnmatch(family, name)]
        if not names:
            continue
        # A family fits its models when it is asked for its cases.
        for case in importlib.import_module(f"families.{family}").cases(spark):
            if any(fnmatch(case.name, name) for name in names):
                yield family, case


def score(spark: SparkSession, case: Case) -> list[Json]:
    """Scores the rows at once, or where one raises, one by one."""
    schema = struct(case.schema)
    if case.ansi is None:
        spark.conf.unset("spark.sql.ansi.enabled")
    else:
        spark.conf.set("spark.sql.ansi.enabled", str(case.ansi).lower())
    spark.conf.set("spark.sql.session.timeZone", case.time_zone)
    try:
        return score_together(spark, case, schema, list(case.rows))
    except (PySparkException, Py4JError, KeyError):
        return [score_alone(spark, case, schema, row) for row in case.rows]


def score_together(
    spark: SparkSession, case: Case, schema: StructType, rows: list[tuple[Any, ...]]
) -> list[Json]:
    numbered = StructType([*schema.fields, StructField(ROW_ID, LongType(), nullable=False)])
    frame = spark.createDataFrame([(*row, i) for i, row in enumerate(rows)], numbered)
    scored = [row.asDict() for row in case.model.transform(frame).collect()]
    if len(rows) == 1:
        # A projection may leave the number out.
        scored = [{**row, ROW_ID: 0} for row in scored]
    found = {row[ROW_ID]: row for row in scored}
    return [
        {
            "input": {n: cell(v) for n, v in zip(schema.names, row, strict=True)},
            "output": added(found[i], case, schema) if i in found else None,
        }
        for i, row in enumerate(rows)
    ]


def score_alone(spark: SparkSession, case: Case, schema: StructType, row: tuple[Any, ...]) -> Json:
    try:
        return score_together(spark, case, schema, [row])[0]
    except (PySparkException, Py4JError) as error:
        values = {name: cell(value) for name, value in zip(schema.names, row, strict=True)}
        return {"input": values, "error": root_cause(error)}


def added(output: Json, case: Case, schema: StructType) -> Json:
    known = {*schema.names, ROW_ID} - set(case.overwritten)
    return {name: cell(value) for name, value in output.items() if name not in known}


def root_cause(error: Exception) -> str:
    lines = str(error).splitlines()
    causes = [line for line in lines if line.startswith("Caused by: ")]
    return re.sub("^Caused by: ", "", causes[-1] if causes else lines[0])


def struct(schema: StructType | str) -> StructType:
    if isinstance(schema, StructType):
        return schema
    parsed = _parse_datatype_string(schema)
    assert isinstance(parsed, StructType)
    return parsed


def write(folder: Path, case: Case, rows: list[Json], version: str) -> None:
    schema = with_vector_sizes(struct(case.schema), list(case.rows))
    lines = ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in rows)
    settings = {"ansi": case.ansi, "time_zone": case.time_zone}
    usual = {"ansi": None, "time_zone": "UTC"}
    listed = [
        f' "{name}": {json.dumps(value)},\n'
        for name, value in settings.items()
        if value != usual[name]
    ]
    head = f'"spark": "{version}",\n{"".join(listed)} "schema": {json.dumps(schema)}'
    text = f'{{{head},\n "rows": [\n  {lines}\n ]}}\n'
    (folder / f"{case.name}.json").write_text(text, encoding="utf-8")
    with tempfile.TemporaryDirectory() as scratch:
        saved = Path(scratch) / "saved_model"
        case.model.write().save(saved.as_uri())
        (folder / f"{case.name}.tar.gz").write_bytes(archive(saved))


def archive(folder: Path) -> bytes:
    """Packs a folder; its bytes depend on the files alone."""
    buffer = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0, filename="") as stream,
        tarfile.open(fileobj=stream, mode="w") as tar,
    ):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".crc":
                info = tarfile.TarInfo(str(path.relative_to(folder.parent)))
                info.size = path.stat().st_size
                tar.addfile(info, io.BytesIO(path.read_bytes()))
    return buffer.getvalue()


if __name__ == "__main__":
    main()
