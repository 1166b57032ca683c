"""The page on SQL lists the functions that the exporter reads, and the runtime has all of them."""

from __future__ import annotations

import re
from pathlib import Path

from saltus_training.sql.functions import NAMED

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "training/src/saltus_training/sql"
REGISTRY = ROOT / "runtime/crates/engine/src/sql/registry.rs"
#: What the page names that is syntax, not a function.
SYNTAX = re.compile(r"[^a-z0-9_]|^div$|^trim$")


def scored() -> set[str]:
    return set(re.findall(r'\("(\w+)", \w+::\w+\)', REGISTRY.read_text(encoding="utf-8")))


def test_every_function_is_on_the_page_and_the_other_way_round() -> None:
    page = (ROOT / "docs/sql.md").read_text(encoding="utf-8")
    table = page.split("## Functions")[1].split("\n## ")[0]
    listed = {name for name in re.findall(r"`([^`]+)`", table) if not SYNTAX.search(name)}
    assert set(NAMED) == listed


def test_the_exporter_calls_what_the_runtime_scores_and_nothing_else() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.py"))
    words = set(re.findall(r'"(\w+)"', code))
    assert set() == scored() - words
