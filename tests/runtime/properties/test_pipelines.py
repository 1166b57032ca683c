"""Random pipelines score random rows as a plain reference of Spark's stages does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
import saltus_runtime as sr
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from saltus_testing.closeness import close, largest, same
from saltus_testing.encoding import Encoding, pack
from saltus_testing.pipelines.draft import Pipeline, Row
from saltus_testing.pipelines.rows import as_input
from saltus_testing.pipelines.strategies import STAGES, pipelines_with_rows
from saltus_testing.reference.values import Undefined, plain

if TYPE_CHECKING:
    from random import Random

Drawn = tuple[Pipeline, list[Row]]

# As many for each stage; more by `--hypothesis-profile thorough`.
EXAMPLES = max(1, settings().max_examples * 2 // 5)


def load(pipeline: Pipeline, encoding: Encoding = "json") -> sr.Bundle:
    types = {column.name: column.type for column in pipeline.inputs}
    return sr.load(pack(pipeline.files(), encoding), inputs=types)


def given_row(row: Row) -> Row:
    return {name: as_input(cell) for name, cell in row.items()}


def score(scorer: sr.Scorer, row: Row) -> Row | str | None:
    """The row as scored, or the op that raises."""
    try:
        return scorer.score(row)
    except sr.ScoreError as error:
        return error.op


def outcomes(scorer: sr.Scorer, rows: list[Row]) -> list[Row | str | None]:
    return [score(scorer, row) for row in rows]


def assert_as_reference(pipeline: Pipeline, row: Row, scored: Row | str | None) -> None:
    try:
        expected = pipeline.score(row)
    except Undefined:
        return
    if not isinstance(expected, dict):
        assert expected == scored
        return
    values = {name: plain(cell) for name, cell in expected.items()}
    assert isinstance(scored, dict), f"{scored} instead of {values}"
    assert list(values) == list(scored)
    scale = largest([*map(plain, row.values()), *values.values()])
    for column in pipeline.outputs:
        pair = values[column.name], scored[column.name]
        assert same(*pair) if column.exact else close(*pair, scale), (column, *pair)


@pytest.mark.parametrize("op", sorted(STAGES))
def test_every_stage_scores_as_its_reference(op: str) -> None:
    @settings(max_examples=EXAMPLES)
    @given(pipelines_with_rows(op))
    def check(drawn: Drawn) -> None:
        pipeline, rows = drawn
        assume(any(stage.op == op for stage in pipeline.stages))
        scorer = load(pipeline).scorer()
        for row in rows:
            assert_as_reference(pipeline, row, score(scorer, given_row(row)))

    check()


@settings(max_examples=EXAMPLES)
@given(pipelines_with_rows())
def test_both_encodings_give_one_digest_and_the_same_answers(drawn: Drawn) -> None:
    pipeline, rows = drawn
    given_rows = list(map(given_row, rows))
    json, protobuf = load(pipeline), load(pipeline, "protobuf")
    again = load(pipeline)

    assert json.digest == again.digest == protobuf.digest
    assert ["json", "protobuf"] == [json.format, protobuf.format]
    assert json.stages == protobuf.stages
    assert same_rows(outcomes(json.scorer(), given_rows), outcomes(protobuf.scorer(), given_rows))


@settings(max_examples=EXAMPLES)
@given(pipelines_with_rows(), st.randoms(use_true_random=False))
def test_order_and_extra_columns_do_not_matter(drawn: Drawn, shuffler: Random) -> None:
    pipeline, rows = drawn
    scorer = load(pipeline).scorer()
    for row in map(given_row, rows):
        cells: list[tuple[str, Any]] = [*row.items(), ("extra", object())]
        shuffler.shuffle(cells)

        assert same_rows([score(scorer, row)], [score(scorer, dict(cells))])


@settings(max_examples=EXAMPLES)
@given(pipelines_with_rows())
def test_rows_score_alone_as_together_and_as_traced(drawn: Drawn) -> None:
    pipeline, rows = drawn
    scorer = load(pipeline).scorer()
    given_rows = list(map(given_row, rows))
    alone = outcomes(scorer, given_rows)
    bad = [position for position, scored in enumerate(alone) if isinstance(scored, str)]
    good = [position for position in range(len(rows)) if position not in bad]

    together = scorer.score_many(given_rows[position] for position in good)

    assert same_rows([alone[position] for position in good], together)
    if bad:
        with pytest.raises(sr.ScoreError) as caught:
            scorer.score_many(given_rows)
        assert (bad[0], alone[bad[0]]) == (caught.value.row, caught.value.op)
    for position in good:
        if alone[position] is not None:
            stages = scorer.trace(given_rows[position])
            traced = {name: value for _, columns in stages for name, value in columns.items()}
            assert same_rows([alone[position]], [traced])


@settings(max_examples=EXAMPLES)
@given(pipelines_with_rows(), st.data())
def test_a_scorer_of_some_outputs_gives_what_that_of_all_gives(
    drawn: Drawn, data: st.DataObject
) -> None:
    pipeline, rows = drawn
    bundle = load(pipeline)
    names = [column.name for column in pipeline.outputs]
    assume(names)
    asked = data.draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    everything, some = bundle.scorer(), bundle.scorer(outputs=asked)
    for row in map(given_row, rows):
        whole = score(everything, row)
        if not isinstance(whole, str):
            expected = whole and {name: whole[name] for name in asked}
            assert same_rows([expected], [score(some, row)])


@settings(max_examples=EXAMPLES)
@given(pipelines_with_rows())
def test_threads_share_a_scorer_of_any_pipeline(drawn: Drawn) -> None:
    pipeline, rows = drawn
    scorer = load(pipeline).scorer()
    given_rows = list(map(given_row, rows)) * 8
    expected = outcomes(scorer, given_rows)

    with ThreadPoolExecutor(8) as pool:
        scored = list(pool.map(lambda _: outcomes(scorer, given_rows), range(8)))

    assert all(same_rows(expected, rows) for rows in scored)


def same_rows(expected: list[Any], scored: list[Any]) -> bool:
    """Tell whether the outcomes are equal to the last bit."""
    return len(expected) == len(scored) and all(map(same_row, expected, scored))


def same_row(expected: Any, scored: Any) -> bool:
    if isinstance(expected, dict) and isinstance(scored, dict):
        return list(expected) == list(scored) and all(
            same(value, scored[name]) for name, value in expected.items()
        )
    return bool(expected == scored)
