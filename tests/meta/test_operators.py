"""The page on operators tells what the engine does."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import pytest
import saltus_runtime as sr

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "runtime/crates/engine/src"
PAGE = (ROOT / "docs/operators.md").read_text(encoding="utf-8")
SCRIPT: dict[str, Any] = runpy.run_path(str(ROOT / "scripts/operators.py"))
REGISTRY: dict[str, list[str]] = SCRIPT["registry"]()

# What several files read models with: the call, and the attributes it looks up.
SHARED = {
    "BoostedTrees::read": {"trees", "tree_weights"},
    "Distance::read": {"distance_measure"},
    "FactorizationMachine::read": {"num_features", "intercept", "linear", "factors"},
    "HandleInvalid::read": {"handle_invalid"},
    "Coefficients::read": {"sparse_coefficients"},
    "Linear::read": {"coefficients", "intercept", "sparse_coefficients"},
    "model.trees": {"trees"},
    "read_classes": {"num_classes"},
    "read_num_features": {"num_features"},
    "read_thresholds": {"thresholds"},
}
# Names that are not written in the call that looks them up.
NAMED_ELSEWHERE = {
    "binarizer": {"input_shapes", "input_shapes_list"},
    "map_entry_selector": {"key_type", "value_type", "default_value"},
    "math_binary": {"da", "db"},
    "min_hash_lsh": {"random_coefficients_a", "random_coefficients_b"},
    "naive_bayes": {"theta", "sigma"},
    "vector_indexer": {"key_0_keys", "key_0_values"},
}
COMPOSED = {
    "categories_{position}": {"categories_0"},
    "encodings_{position}": {"encodings_0"},
    "null_encoding_{position}": {"null_encoding_0"},
    "splits_{position}": {"splits_0"},
    "unseen_encoding_{position}": {"unseen_encoding_0"},
    "{port}s": {"users", "items"},
    "{port}_factors": {"user_factors", "item_factors"},
    "labels_array_{position}": {"labels_array_0"},
    "num_features{position}": {"num_features0"},
}


def source(path: Path) -> str:
    code = path.read_text(encoding="utf-8").split("#[cfg(test)]")[0]
    return re.sub(r"^\s*//.*\n", "", code, flags=re.MULTILINE)


def getters() -> str:
    code = source(SOURCES / "bundle/attributes.rs")
    return "|".join(re.findall(r"pub\(crate\) fn (\w+)\(&self, name: &str\)", code))


def looked_up(module: str) -> set[str]:
    """The attributes that the file of an op looks up, itself or through what is shared."""
    path = SOURCES / f"ops/{module}.rs"
    code = source(path if path.exists() else SOURCES / f"ops/{module}/mod.rs")
    names = set().union(*(read for call, read in SHARED.items() if f"{call}(" in code))
    for argument in re.findall(rf"attributes(?:\(\))?\s*\.(?:{getters()})\(([^;]*?)\)", code):
        literals = re.findall(r'"([^"]+)"', argument)
        if not literals:
            names |= NAMED_ELSEWHERE[module]
        for literal in literals:
            names |= COMPOSED[literal] if "{" in literal else {literal}
    return names


def section(op: str) -> str:
    return next(part for part in PAGE.split("\n## ")[1:] if f"`{op}`" in part.splitlines()[0])


@pytest.mark.parametrize("module", REGISTRY)
def test_every_attribute_that_an_op_looks_up_is_on_the_page(module: str) -> None:
    _, _, listed = section(REGISTRY[module][0]).partition("\nAttributes:")
    names = re.findall(r"^- (.+?): ", listed, re.MULTILINE)

    assert looked_up(module) == set(re.findall(r"`(\w+)`", " ".join(names)))
    assert listed


def test_what_is_shared_is_known_here() -> None:
    """A new function that looks attributes up for several ops belongs into the table above."""
    lookup = re.compile(rf"attributes(?:\(\))?\s*\.(?:{getters()})\(")
    shared = set()
    for path in [*SOURCES.glob("ops/**/*.rs"), SOURCES / "plan/model.rs"]:
        for function in re.split(r"\n(?=\s*pub\(\w+\) fn )", source(path)):
            name = re.match(r"\s*pub\(\w+\) fn (\w+)", function)
            if name and lookup.search(function) and name[1] not in {"build", "new"}:
                shared.add(name[1])

    assert {re.split(r"::|\.", call)[-1] for call in SHARED} == shared


def test_the_page_is_the_sources_own() -> None:
    """`make docs` writes it."""
    assert SCRIPT["render"]() == PAGE


def test_every_op_has_a_section_that_says_what_it_is() -> None:
    titles = re.findall(r"`([\w.]+)`", "\n".join(re.findall(r"^## .*$", PAGE, re.MULTILINE)))

    assert sr.op_names() == sorted(titles)
    for op in titles:
        assert re.search(
            r"Spark's `\w+`|MLeap's own|Spark extension|scikit-learn's", section(op)
        ), op
