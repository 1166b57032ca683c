"""Bundles give the values that Spark gave, recorded and replayed without Spark."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
import saltus_runtime as sr
from saltus_testing.cases import Case, find_cases
from saltus_testing.recorded import find_recorded

TESTS = Path(__file__).parent.parent
EXCEPTIONS = tomllib.loads((TESTS / "runtime/parity_exceptions.toml").read_text(encoding="utf-8"))
COMMITTED = (TESTS / "fixtures/mleap",)
# What an exception's reason says where the protobuf twin is whole.
JSON_ONLY = "JSON"
# The model whose infinity MLeap loses in JSON.
INFINITE = {"normalizer_pinf"}
CASES = find_cases(
    *COMMITTED,
    TESTS.parent.parent / "shared/bundles/cases",
    ops=set(sr.op_names()),
)
# Ops that no recorded case has, as no Spark fits them; other tests hold their values.
WITHOUT_CASE = {
    "coalesce",
    "map_entry_selector",
    "multinomial_labeler",
    "regex_indexer",
    "sklearn_binarizer",
    "sklearn_polynomial_expansion",
    "support_vector_machine",
    "word_filter",
}


TWINS = [case for case in CASES if case.protobuf.exists()]


def replay(case: Case, bundle: Path) -> sr.Verification:
    loaded = sr.load(bundle, inputs=case.inputs())
    return sr.verify(loaded, case.golden([column.name for column in loaded.outputs]))


@pytest.mark.parametrize(
    ("case", "bundle"),
    [
        pytest.param(case, bundle, id=f"{case.folder.name}-{encoding}")
        for case in CASES
        for encoding, bundle in [("json", case.bundle), ("protobuf", case.protobuf)]
        if bundle.exists()
    ],
)
def test_every_row_scores_as_in_spark(case: Case, bundle: Path) -> None:
    reason = EXCEPTIONS.get(case.folder.name, "")
    if not reason or (bundle == case.protobuf and JSON_ONLY in reason):
        assert replay(case, bundle).rows > 0
    else:
        with pytest.raises(sr.SaltusRuntimeError):
            replay(case, bundle)


@pytest.mark.parametrize("case", TWINS, ids=lambda case: case.folder.name)
def test_both_encodings_of_a_model_have_one_digest(case: Case) -> None:
    json, protobuf = (sr.load(path, inputs=case.inputs()) for path in (case.bundle, case.protobuf))

    assert ["json", "protobuf"] == [json.format, protobuf.format]
    assert json.stages == protobuf.stages
    assert (case.folder.name not in INFINITE) == (json.digest == protobuf.digest)


def test_cases_travel_with_the_project(tmp_path: Path) -> None:
    """The committed cases and recorded models alone cover every op that Spark has."""
    committed = find_cases(*COMMITTED, ops=set(sr.op_names()))
    recorded = find_recorded(TESTS / "parity/recorded")

    covered = set().union(*(case.ops() for case in committed))
    for model in recorded:
        members = model.convert(tmp_path / model.name).members
        models = [content for path, content in members.items() if path.endswith("/model.json")]
        covered |= {json.loads(content)["op"] for content in models}
    assert WITHOUT_CASE == set(sr.op_names()) - covered
