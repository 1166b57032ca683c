"""Writes docs/operators.md from the runtime's sources: `make docs`.

An op says in the comment on top of its file what it is in Spark, where Spark and MLeap differ, and
which attributes it reads.
"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
OPS = ROOT / "runtime/crates/engine/src/ops"
TARGET = ROOT / "docs/operators.md"

HEAD = """\
# Operators

Every op that the runtime scores, with the attributes it reads. The semantics are Spark's; where
MLeap's runtime gives another answer, the text says so. An attribute without a default must be
there, one "unknown to MLeap" is an addition that MLeap ignores. `make docs` makes this page from
the sources.

"""
PIPELINE = """\
`pipeline`: Spark's `PipelineModel`.

The stages in order; nested pipelines run flat.

Attributes:

- `nodes`: list of string, the folders of the stages without their `.node`
- `dropped_columns`: list of string, columns that are gone at its end; none by default,
  unknown to MLeap"""


def render() -> str:
    """Return the page."""
    sections = [(ops, _comment(module)) for module, ops in registry().items()]
    sections.append((["pipeline"], PIPELINE))
    scored = "\n".join(_section(ops, text) for ops, text in sorted(sections))
    return f"{HEAD}{scored}\n## Not scored\n\n{_comment('unscored')}\n"


def registry() -> dict[str, list[str]]:
    """Return the ops of each module."""
    source = (OPS / "mod.rs").read_text(encoding="utf-8")
    block = source.split("registry! {")[1].split("\n}")[0]
    lines = re.findall(r"(\w+) => (.+);", block)
    return {module: re.findall(r'"(.+?)"', ops) for module, ops in lines}


def _comment(module: str) -> str:
    path = OPS / f"{module}.rs"
    source = (path if path.exists() else OPS / module / "mod.rs").read_text(encoding="utf-8")
    return "\n".join(line[4:] for line in source.splitlines() if line.startswith("//!"))


def _section(ops: list[str], text: str) -> str:
    return f"## {', '.join(f'`{op}`' for op in ops)}\n\n{text}\n"


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")
