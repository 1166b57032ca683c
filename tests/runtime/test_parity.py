"""Bundles that MLeap wrote give the values that Spark gave, recorded and replayed without Spark."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
import saltus_runtime as sr
from saltus_testing.cases import Case, find_cases

TESTS = Path(__file__).parent.parent
EXCEPTIONS = tomllib.loads((TESTS / "runtime/parity_exceptions.toml").read_text(encoding="utf-8"))
CASES = find_cases(
    TESTS / "fixtures/mleap",
    TESTS.parent.parent / "shared/bundles/cases",
    ops=set(sr.op_names()),
)
# Ops that no recorded case has; other tests hold their values.
WITHOUT_CASE = {
    "multinomial_labeler",
    "regex_indexer",
    "word_filter",
}


def replay(case: Case) -> sr.Verification:
    bundle = sr.load(case.bundle, inputs=case.inputs())
    return sr.verify(bundle, case.golden([column.name for column in bundle.outputs]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.folder.name)
def test_every_row_scores_as_in_spark(case: Case) -> None:
    if case.folder.name in EXCEPTIONS:
        with pytest.raises(sr.VerificationError):
            replay(case)
    else:
        assert replay(case).rows > 0


def test_cases_travel_with_the_project() -> None:
    """The committed cases alone cover every op that has any."""
    committed = find_cases(TESTS / "fixtures/mleap", ops=set(sr.op_names()))

    assert set(sr.op_names()) - WITHOUT_CASE == set().union(*(case.ops() for case in committed))
