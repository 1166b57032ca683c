"""What a loaded bundle tells, and how rows go in and out."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
import saltus_runtime as sr
from saltus_testing.mleap import write_node, write_stage

if TYPE_CHECKING:
    from pathlib import Path

ROW = {
    "city": "Berlin",
    "plan": "pro",
    "age": 30.0,
    "spend": 49.5,
    "tickets": 2,
    "active": True,
}
INPUTS = {
    "city": "string",
    "plan": "string",
    "age": "double",
    "spend": "double",
    "tickets": "int",
    "active": "boolean",
}


@pytest.fixture(scope="module", name="churn")
def _churn(root: Path) -> sr.Bundle:
    return sr.load(root / "tests/fixtures/mleap/pipeline_churn_logreg/bundle.zip", inputs=INPUTS)


def test_a_bundle_tells_its_columns_and_stages(churn: sr.Bundle) -> None:
    assert INPUTS == {column.name: column.type for column in churn.inputs}
    assert "vector[13]" == next(c.type for c in churn.outputs if c.name == "features")
    assert "string_indexer" == churn.stages[0].op
    assert ["city", "plan"] == churn.stages[0].inputs
    assert "json" == churn.format
    assert [] == churn.notes
    assert churn.note("golden_rows.json") is None


def test_all_columns_are_scored_unless_some_are_named(churn: sr.Bundle) -> None:
    everything = churn.scorer().score(ROW)
    some = churn.scorer(outputs=["prediction", "probability"]).score(ROW)

    assert everything is not None
    assert some is not None
    assert [column.name for column in churn.outputs] == list(everything)
    assert {name: everything[name] for name in ("prediction", "probability")} == some


def test_only_the_inputs_that_the_outputs_need_are_asked_for(churn: sr.Bundle) -> None:
    scorer = churn.scorer(outputs=["ci"])

    assert ["city", "plan"] == [column.name for column in scorer.inputs]
    assert {"ci": 4.0} == scorer.score({"city": "Berlin", "plan": "pro"})


def test_extra_keys_and_their_order_do_not_matter(churn: sr.Bundle) -> None:
    scorer = churn.scorer()
    shuffled: dict[str, Any] = {"unknown": object(), **dict(reversed(ROW.items()))}

    assert scorer.score(ROW) == scorer.score(shuffled)


def test_many_rows_score_as_one_by_one(churn: sr.Bundle) -> None:
    scorer = churn.scorer()
    rows = [{**ROW, "age": float(age)} for age in range(20)]

    assert [scorer.score(row) for row in rows] == scorer.score_many(rows)
    assert [] == scorer.score_many([])


def test_a_row_leaves_no_trace_in_the_next(churn: sr.Bundle) -> None:
    """Frames and their buffers are used again."""
    scorer = churn.scorer()
    first = scorer.score(ROW)
    scorer.score({**ROW, "city": "nowhere", "age": -1e9})
    with pytest.raises(sr.ScoreError):
        scorer.score({**ROW, "age": None})

    assert first == scorer.score(ROW)


def test_threads_share_a_scorer(churn: sr.Bundle) -> None:
    scorer = churn.scorer()
    rows = [{**ROW, "age": float(age)} for age in range(200)]
    expected = scorer.score_many(rows)

    with ThreadPoolExecutor(8) as pool:
        scored = list(pool.map(lambda _: scorer.score_many(rows), range(16)))

    assert [expected] * 16 == scored


def test_a_trace_shows_every_stage(churn: sr.Bundle) -> None:
    trace = churn.scorer().trace(ROW)

    assert [stage.name for stage in churn.stages] == [name for name, _ in trace]
    merged = {column: value for _, columns in trace for column, value in columns.items()}
    assert churn.scorer().score(ROW) == merged


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"age": "30"}, "age", "expected double, got str"),
        ({"age": True}, "age", "expected double, got bool"),
        ({"tickets": 2.5}, "tickets", "expected int, got float"),
        ({"tickets": 2**31}, "tickets", "outside its range"),
        ({"tickets": True}, "tickets", "expected int, got bool"),
        ({"active": 1}, "active", "expected boolean, got int"),
        ({"city": 7}, "city", "expected string, got int"),
        ({"city": "\ud800"}, "city", "lone surrogate"),
        ({"spend": math.nan}, "spend", "NaN"),
        ({"spend": None}, "spend", "null"),
    ],
)
def test_a_row_that_does_not_fit_names_the_column(
    churn: sr.Bundle, change: dict[str, Any], column: str, reason: str
) -> None:
    with pytest.raises(sr.ScoreError, match=reason) as caught:
        churn.scorer().score({**ROW, **change})

    assert column == caught.value.column
    assert caught.value.row is None


def test_a_missing_column_and_a_row_that_is_no_dict_are_named(churn: sr.Bundle) -> None:
    scorer = churn.scorer()

    with pytest.raises(sr.ScoreError, match="column `age`: is missing from the row"):
        scorer.score({name: value for name, value in ROW.items() if name != "age"})
    with pytest.raises(sr.ScoreError, match="a row is a dict"):
        scorer.score([1, 2])  # type: ignore[arg-type]


def test_a_batch_names_the_row(churn: sr.Bundle) -> None:
    with pytest.raises(sr.ScoreError, match="row 1: ") as caught:
        churn.scorer().score_many([ROW, {**ROW, "age": None}])

    assert 1 == caught.value.row
    assert "vector_assembler" == caught.value.op
    assert "age" == caught.value.column


def test_an_unknown_output_is_named_with_those_there_are(churn: sr.Bundle) -> None:
    with pytest.raises(sr.UnknownColumnError, match=r"`predicted`; there are: ci, .*prediction"):
        churn.scorer(outputs=["predicted"])


def test_a_dropped_row_is_none_in_its_place(tmp_path: Path) -> None:
    """`handleInvalid = skip`: Spark filters the row out, here its place stays."""
    labels = {"type": "list", "string": ["a", "b"]}
    attributes = {
        "labels_length": {"int": 1},
        "labels_array_0": labels,
        "handle_invalid": {"string": "skip"},
    }
    write_stage(tmp_path, "string_indexer", attributes, inputs=["s"], outputs=["i"])
    scorer = sr.load(tmp_path).scorer()

    assert [{"i": 0.0}, None, {"i": 1.0}, None] == scorer.score_many(
        [{"s": "a"}, {"s": "unseen"}, {"s": "b"}, {"s": None}]
    )
    assert scorer.score({"s": "unseen"}) is None


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("int", [None, 7], [4, 7]),
        ("long", [None, 2**53 + 1], [4, 2**53]),
        ("double", [None, 7.5, math.inf], [4.0, 7.5, math.inf]),
    ],
)
def test_an_imputed_column_keeps_its_type_as_in_spark(
    tmp_path: Path, kind: str, values: list[float | None], expected: list[float]
) -> None:
    """Spark works on doubles and casts back: a long beyond 2^53 loses digits."""
    attributes = {"surrogate_value": {"double": 4.0}, "output_type": {"string": kind}}
    write_node(tmp_path, "imputer", attributes, inputs={"input": "x"}, outputs={"output": "y"})
    scorer = sr.load(tmp_path, inputs={"x": kind}).scorer()

    scored = [row["y"] for row in scorer.score_many({"x": value} for value in values) if row]

    assert expected == scored
    assert [type(value) for value in expected] == [type(value) for value in scored]
