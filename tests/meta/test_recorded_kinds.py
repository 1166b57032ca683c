"""Null, NaN, infinities, sparse vectors and every policy are recorded for each op."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import saltus_runtime as sr
from saltus_testing.recorded import RecordedModel, find_recorded
from saltus_training.notes import assemble

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/operators.md").read_text(encoding="utf-8")
POLICIES = {"error", "keep", "skip"}

# By the type of an input column: the kinds of cells that some recorded row must have there.
KINDS = {
    "vector": {"null", "dense", "sparse", "NaN", "infinite"},
    "fraction": {"null", "finite", "NaN", "infinite"},
    "integer": {"null", "finite"},
    "string": {"null", "finite"},
    "list": {"null", "list", "empty"},
}
# What no recorded row has, each with its reason; a row that has it all the same fails.
UNRECORDED = {
    ("dct", "infinite vector"): "refused: the order of additions in Spark's library decides",
}
# Ops without a recorded model: MLeap's own, which Spark cannot fit. Their values are held by the
# bundles of tests/fixtures/mleap and by tests/runtime.
WITHOUT_MODEL = {
    "coalesce",
    "map_entry_selector",
    "math_binary",
    "math_unary",
    "multinomial_labeler",
    "regex_indexer",
    "sklearn_binarizer",
    "sklearn_polynomial_expansion",
    "string_map",
    "support_vector_machine",
    "word_filter",
}
RECORDED_OPS = sorted(set(sr.op_names()) - WITHOUT_MODEL - {"pipeline"})

Seen = dict[str, set[str]]


def family_of(data_type: str) -> str | None:
    """The row of the table above that a column's type belongs to."""
    for prefix in ("vector", "list", "string"):
        if data_type.startswith(prefix):
            return prefix
    if data_type in {"double", "float"}:
        return "fraction"
    return "integer" if data_type in {"byte", "short", "int", "long"} else None


def kinds_of(cell: Any) -> Iterator[str]:
    if cell is None:
        yield "null"
    elif isinstance(cell, dict):
        yield cell["type"]
        yield from {kind for value in cell["values"] for kind in kinds_of(value)} - {"finite"}
    elif isinstance(cell, list):
        yield "list" if cell else "empty"
    else:
        odd = {"NaN": "NaN", "Infinity": "infinite", "-Infinity": "infinite"}
        yield odd.get(cell, "finite") if isinstance(cell, str) else "finite"


def outcome_of(row: dict[str, Any]) -> str:
    if "error" in row:
        return "error"
    return "skip" if row["output"] is None else "keep"


def policies_of(model: RecordedModel, members: dict[str, bytes]) -> dict[str, set[str]]:
    """By op, the policies of its stages that some row shows: raises, stays or is dropped."""
    outcomes = {outcome_of(row) for row in model.document["rows"]}
    shown: Seen = defaultdict(set)
    for path, content in members.items():
        if path.endswith("/model.json"):
            document = json.loads(content)
            policy = document["attributes"].get("handle_invalid", {}).get("string", "error")
            shown[document["op"]] |= outcomes & {policy}
    return shown


@pytest.fixture(scope="module", name="seen")
def _seen(tmp_path_factory: pytest.TempPathFactory) -> tuple[Seen, Seen, Seen]:
    """By op: families of its inputs' types, kinds of cells in them, policies."""
    families: Seen = defaultdict(set)
    kinds: Seen = defaultdict(set)
    policies: Seen = defaultdict(set)
    for model in find_recorded(ROOT / "tests/parity/recorded"):
        conversion = model.convert(tmp_path_factory.mktemp("model"))
        for op, shown in policies_of(model, conversion.members).items():
            policies[op] |= shown
        bundle = sr.load(assemble(conversion, "case", {}))
        types = {column.name: column.type for column in [*bundle.inputs, *bundle.outputs]}
        for row in model.document["rows"]:
            cells = {**row["input"], **(row.get("output") or {})}
            for stage in bundle.stages:
                for name in set(stage.inputs) & set(cells):
                    family = family_of(types[name])
                    if family:
                        families[stage.op].add(family)
                        kinds[stage.op] |= {f"{kind} {family}" for kind in kinds_of(cells[name])}
    return families, kinds, policies


@pytest.mark.parametrize("op", RECORDED_OPS)
def test_every_kind_of_cell_is_recorded(seen: tuple[Seen, Seen, Seen], op: str) -> None:
    families, kinds, _ = seen
    assert families[op], "no recorded model has this op"
    wanted = {f"{kind} {family}" for family in families[op] for kind in KINDS[family]}
    excepted = {kind for name, kind in UNRECORDED if name == op}

    assert excepted == wanted - kinds[op]


@pytest.mark.parametrize("op", RECORDED_OPS)
def test_every_policy_of_an_op_is_recorded_with_a_row_that_shows_it(
    seen: tuple[Seen, Seen, Seen], op: str
) -> None:
    """The page on operators lists the policies that an op knows."""
    section = next(part for part in PAGE.split("\n## ")[1:] if f"`{op}`" in part.splitlines()[0])
    listed = re.search(r"^- `handle_invalid`: (.+?)(?:;|$)", section, re.MULTILINE)
    known = set(re.findall(r"`(\w+)`", listed[1])) & POLICIES if listed else set()

    assert known <= seen[2][op]
