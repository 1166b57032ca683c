"""Writes docs/operators.md from the runtime's sources: `make docs`.

An op says in the comment on top of its file what it is and where Spark and MLeap differ. Its
attributes are those that its file fetches, or names and a recorded bundle has.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections import defaultdict
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
OPS = ROOT / "runtime/crates/engine/src/ops"
FIXTURES = ROOT / "tests/fixtures"
TARGET = ROOT / "docs/operators.md"

HEAD = """\
# Operators

Every op that the runtime scores, with the attributes it reads. The semantics are Spark's; where
MLeap's runtime gives another answer, the text says so. `make docs` makes this page from the
sources.

"""
# What shared readers read.
SHARED = {
    "HandleInvalid::read": ["handle_invalid"],
    "Distance::read": ["distance_measure"],
    "FactorizationMachine::read": ["num_features", "intercept", "linear", "factors"],
    "Linear::read": ["coefficients", "intercept"],
    "BoostedTrees::read": ["tree_weights", "trees"],
    "read_classes(": ["num_classes"],
    "read_thresholds(": ["thresholds"],
    ".trees(": ["trees"],
}
GETTER = re.compile(
    r"\b(?:attributes(?:\(\))?|self\.attributes)\s*\.\s*(?!has\b)\w+\(\s*&?(?:format!\()?\"(\w+)"
)


def render() -> str:
    """Return the page."""
    sections = [_section(module, ops) for ops, module in sorted(_registry())]
    return HEAD + "\n".join([*sections, f"## Not scored\n\n{_comment(OPS / 'unscored.rs')}\n"])


def _registry() -> list[tuple[list[str], str]]:
    source = (OPS / "mod.rs").read_text(encoding="utf-8")
    block = source.split("registry! {")[1].split("\n}")[0]
    found = [
        (re.findall(r'"(.+?)"', ops), module)
        for module, ops in re.findall(r"(\w+) => (.+);", block)
    ]
    return [*found, (["pipeline"], "")]


def _section(module: str, ops: list[str]) -> str:
    title = ", ".join(f"`{op}`" for op in ops)
    if not module:
        return (
            f"## {title}\n\nSpark's `PipelineModel`: stages in order; nested pipelines run flat.\n"
        )
    path = OPS / f"{module}.rs"
    path = path if path.exists() else OPS / module / "mod.rs"
    attributes = _attributes(path.read_text(encoding="utf-8").split("#[cfg(test)]")[0], ops)
    listed = ", ".join(f"`{name}`" for name in attributes) or "none"
    return f"## {title}\n\n{_comment(path)}\n\nAttributes: {listed}.\n"


def _comment(path: Path) -> str:
    """Return the comment on top of a file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line[3:].strip() for line in lines if line.startswith("//!")).strip()


def _attributes(source: str, ops: list[str]) -> list[str]:
    named = [*GETTER.findall(source)]
    recorded = set().union(*(_recorded()[op] for op in ops))
    named += [name for name in re.findall(r'"([A-Za-z_]+)', source) if name.rstrip("_") in recorded]
    for call, read in SHARED.items():
        named += read if call in source else []
    return list(dict.fromkeys(name.rstrip("_") for name in named))


@cache
def _recorded() -> dict[str, set[str]]:
    """Return the attributes that recorded bundles have, by op, without the number of a column."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path in FIXTURES.rglob("bundle.zip"):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith("model.json"):
                    model = json.loads(archive.read(name))
                    found[model["op"]] |= {key.rstrip("_0123456789") for key in model["attributes"]}
    return found


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")
