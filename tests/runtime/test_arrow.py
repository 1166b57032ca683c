"""Columns in and out: the same values as row by row, from whatever library speaks Arrow."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import saltus_runtime as sr
from saltus_testing.mleap import write_node

if TYPE_CHECKING:
    from pathlib import Path

INPUTS = {
    "city": "string",
    "plan": "string",
    "age": "double",
    "spend": "double",
    "tickets": "int",
    "active": "boolean",
}
CITIES = ["Berlin", "Paris", "Rome", "Oslo"]


@pytest.fixture(scope="module", name="scorer")
def _scorer(root: Path) -> sr.Scorer:
    bundle = sr.load(root / "tests/fixtures/mleap/pipeline_churn_logreg/bundle.zip", inputs=INPUTS)
    return bundle.scorer(["prediction", "probability"])


def rows(count: int) -> list[dict[str, Any]]:
    return [
        {
            "city": CITIES[number % 3],
            "plan": "pro",
            "age": 20.0 + number % 50,
            "spend": number / 7,
            "tickets": number % 9,
            "active": number % 2 == 0,
        }
        for number in range(count)
    ]


def test_every_library_feeds_it(scorer: sr.Scorer) -> None:
    expected = scorer.score_many(rows(50))
    table = pa.Table.from_pylist(rows(50))
    feeds = {
        "pyarrow table": table,
        "pyarrow batch": table.to_batches()[0],
        "pyarrow reader": table.to_reader(),
        "polars": pl.DataFrame(rows(50)),
        "pandas": pd.DataFrame(rows(50)),
        "duckdb": duckdb.from_arrow(table),
    }
    for name, data in feeds.items():
        scored = pa.table(scorer.score_arrow(data, on_skip="drop"))
        assert expected == scored.to_pylist(), name


def test_the_output_is_read_by_every_library(scorer: sr.Scorer) -> None:
    scored = scorer.score_arrow(pa.Table.from_pylist(rows(5)), on_skip="drop")

    assert ["prediction", "probability"] == scored.column_names
    assert 5 == scored.num_rows == len(scored)
    table = pa.table(scored)
    assert table.to_pylist() == pl.DataFrame(scored).to_dicts()
    assert table.to_pylist() == duckdb.from_arrow(table).to_arrow_table().to_pylist()
    assert pa.list_(pa.float64()) == table.schema.field("probability").type


@pytest.mark.parametrize(
    "text",
    [
        pa.large_string(),
        pa.string_view(),
        pa.dictionary(pa.int8(), pa.string()),
        pa.dictionary(pa.uint32(), pa.large_string()),
    ],
    ids=str,
)
@pytest.mark.parametrize(("whole", "real"), [(pa.int8(), pa.float32()), (pa.uint64(), pa.int64())])
def test_layouts_that_hold_the_same_values_score_the_same(
    scorer: sr.Scorer, text: pa.DataType, whole: pa.DataType, real: pa.DataType
) -> None:
    plain = pa.Table.from_pylist([{**row, "spend": 2.0} for row in rows(40)])
    types = {"city": text, "plan": text, "tickets": whole, "spend": real}
    other = pa.table({name: plain[name].cast(types.get(name, plain[name].type)) for name in INPUTS})

    assert pa.table(scorer.score_arrow(plain)) == pa.table(scorer.score_arrow(other))


def test_slices_chunks_and_threads_change_nothing(scorer: sr.Scorer) -> None:
    table = pa.Table.from_pylist(rows(100_000))
    whole = pa.table(scorer.score_arrow(table, keep=["spend"]))
    chunked = pa.concat_tables([table.slice(0, 7), table.slice(7, 70_000), table.slice(70_007)])

    assert table["spend"] == whole["spend"]
    for threads in (0, 2, 5):
        scored = pa.table(scorer.score_arrow(chunked, threads=threads, keep=["spend"]))
        assert whole.combine_chunks() == scored.combine_chunks()
    assert whole.slice(40_000, 9).to_pylist() == (
        pa.table(scorer.score_arrow(table.slice(40_000, 9), keep=["spend"])).to_pylist()
    )


def faulty(count: int, *positions: int) -> pa.Table:
    table = rows(count)
    for position in positions:
        table[position]["city"] = "Atlantis"
        table[position]["tickets"] = 2**40
    return pa.Table.from_pylist(table)


@pytest.mark.parametrize("threads", [1, 3])
def test_the_first_row_at_fault_is_told(scorer: sr.Scorer, threads: int) -> None:
    with pytest.raises(sr.ScoreError, match="outside the range") as caught:
        scorer.score_arrow(faulty(200_000, 70_000, 70_001, 199_999), threads=threads)
    assert (70_000, "tickets") == (caught.value.row, caught.value.column)


def test_rows_at_fault_stay_with_a_reason_or_go(scorer: sr.Scorer) -> None:
    data = faulty(5, 1, 3)
    good = pa.table(scorer.score_arrow(faulty(5)))

    stayed = pa.table(scorer.score_arrow(data, on_error="null"))
    assert [False, True, False, True, False] == [
        reason is not None for reason in stayed["error_reason"].to_pylist()
    ]
    assert "column `tickets`" in stayed["error_reason"][1].as_py()
    assert [None] * 2 == stayed["prediction"].take([1, 3]).to_pylist()
    assert good.take([0, 2, 4]) == stayed.take([0, 2, 4])

    left = pa.table(scorer.score_arrow(data, on_error="drop", on_skip="drop", keep=["spend"]))
    assert ["spend", "prediction", "probability"] == left.column_names
    assert data["spend"].take([0, 2, 4]) == left["spend"]
    assert good["prediction"].take([0, 2, 4]) == left["prediction"]


def test_rows_that_spark_drops_stay_with_a_reason_or_go(tmp_path: Path) -> None:
    ports = {"inputs": {"input": "v"}, "outputs": {"output": "b"}}
    splits = {"type": "list", "double": [0.0, 1.0, 2.0]}
    attributes = {"splits": splits, "handle_invalid": {"string": "skip"}}
    write_node(tmp_path, "bucketizer", attributes, **ports)
    scorer = sr.load(tmp_path, inputs={"v": "double"}).scorer()
    data = pa.table({"v": [None, math.nan]}, pa.schema({"v": pa.float64()}))
    assert [None, None] == scorer.score_many(data.to_pylist())

    assert 0 == scorer.score_arrow(data, on_skip="drop").num_rows
    stayed = pa.table(scorer.score_arrow(data))
    assert ["row dropped: a stage skips invalid rows"] * 2 == stayed["error_reason"].to_pylist()


def normalizer(folder: Path) -> sr.Scorer:
    ports = {"inputs": {"input": "v"}, "outputs": {"output": "out"}}
    write_node(folder, "normalizer", {"p_norm": {"double": 2.0}}, **ports)
    return sr.load(folder, inputs={"v": "vector[3]"}).scorer()


def test_vectors_come_in_each_layout(tmp_path: Path) -> None:
    scorer = normalizer(tmp_path)
    rows = [[3.0, 0.0, 4.0], None, [0.0, 5.0, 0.0]]
    expected = [[0.6, 0.0, 0.8], None, [0.0, 1.0, 0.0]]
    udt = pa.struct(
        {
            "type": pa.int8(),
            "size": pa.int32(),
            "indices": pa.list_(pa.int32()),
            "values": pa.list_(pa.float64()),
        }
    )
    spark = [
        {"type": 0, "size": 3, "indices": [0, 2], "values": [3.0, 4.0]},
        None,
        {"type": 1, "size": None, "indices": None, "values": [0.0, 5.0, 0.0]},
    ]
    layouts = [
        pa.array(rows, pa.list_(pa.float64())),
        pa.array(rows, pa.large_list(pa.float32())),
        pa.array(rows, pa.list_(pa.float64(), 3)),
        pa.array(spark, udt),
    ]
    for layout in layouts:
        table = pa.table({"v": layout})
        scored = pa.table(scorer.score_arrow(table, on_error="null"))
        good = [0, 2]
        assert [expected[at] for at in good] == scored["out"].take(good).to_pylist(), layout.type
        (sliced,) = pa.table(scorer.score_arrow(table.slice(2)))["out"].to_pylist()
        assert expected[2] == sliced


@pytest.mark.parametrize(
    ("column", "reason"),
    [
        (pa.array([[1.0, 2.0]]), "expected vector\\[3\\], got 2 elements"),
        (pa.array([[1.0, None, 2.0]]), "a null in it"),
        (pa.array([{"size": 3, "indices": [2, 1], "values": [1.0, 1.0]}]), "must ascend"),
        (pa.array([{"size": 3, "indices": [-1], "values": [1.0]}]), "index -1"),
        (pa.array([{"size": 3, "indices": [7], "values": [1.0]}]), "outside a vector"),
        (pa.array([{"size": -3, "indices": [7], "values": [1.0]}]), "size -3"),
        (pa.array([{"indices": [0], "values": [1.0]}]), "without `size`"),
        (pa.array(["text"]), "is Utf8 in the data, the bundle takes vector\\[3\\]: cast it"),
        (pa.array([["text"]]), "has elements of which each is Utf8"),
    ],
)
def test_what_is_no_vector_is_told(tmp_path: Path, column: pa.Array, reason: str) -> None:
    scorer = normalizer(tmp_path)

    with pytest.raises(sr.ScoreError, match=reason):
        scorer.score_arrow(pa.table({"v": column}))


def test_data_of_another_shape_is_refused_even_without_rows(scorer: sr.Scorer) -> None:
    table = pa.Table.from_pylist(rows(3)).slice(0, 0)
    assert 0 == scorer.score_arrow(table, keep=["age"]).num_rows
    with pytest.raises(sr.ScoreError, match="column `age`: is missing from the data"):
        scorer.score_arrow(table.drop_columns("age"), on_error="null")
    with pytest.raises(sr.ScoreError, match="column `tickets`: is Float64 in the data"):
        scorer.score_arrow(table.set_column(4, "tickets", table["age"]), on_error="drop")
    with pytest.raises(sr.ScoreError, match="column `age`: is in the data more than once"):
        scorer.score_arrow(table.append_column("age", table["age"]))
    with pytest.raises(sr.ScoreError, match="column `nowhere`: is missing"):
        scorer.score_arrow(table, keep=["nowhere"])
    with pytest.raises(sr.ScoreError, match="column `age`: would be in the output more than once"):
        scorer.score_arrow(table, keep=["age", "age"])


def test_what_is_not_arrow_and_options_that_are_none_are_refused(scorer: sr.Scorer) -> None:
    with pytest.raises(TypeError, match="`list` has no Arrow PyCapsule interface"):
        scorer.score_arrow(rows(1))  # type: ignore[arg-type]
    table = pa.Table.from_pylist(rows(1))
    with pytest.raises(ValueError, match="on_error is raise, null or drop, not `no`"):
        scorer.score_arrow(table, on_error="no")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="on_skip is null or drop, not `raise`"):
        scorer.score_arrow(table, on_skip="raise")  # type: ignore[arg-type]
    with pytest.raises(OverflowError):
        scorer.score_arrow(table, threads=-1)


def test_a_stream_that_breaks_is_told(scorer: sr.Scorer) -> None:
    table = pa.Table.from_pylist(rows(3))

    def batches() -> Any:
        yield from table.to_batches()
        raise OSError("the disk is gone")

    reader = pa.RecordBatchReader.from_batches(table.schema, batches())
    with pytest.raises(sr.ScoreError, match=r"the data cannot be read: .*the disk is gone"):
        scorer.score_arrow(reader)


def test_infinities_and_nan_pass_through_columns(scorer: sr.Scorer) -> None:
    data = [{**row, "spend": math.inf} for row in rows(1)]
    (expected,) = scorer.score_many(data)
    (scored,) = pa.table(scorer.score_arrow(pa.Table.from_pylist(data), on_skip="drop")).to_pylist()
    assert repr(expected) == repr(scored)
