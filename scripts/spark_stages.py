"""Writes docs/spark-stages.md from what the recorded models convert to: `make docs`."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from saltus_testing.recorded import RecordedModel, find_recorded
from saltus_training.converters import CONVERTERS
from saltus_training.converters.refused import REFUSED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saltus_training.bundle import Node
    from saltus_training.converters import Converted

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs/spark-stages.md"
RECORDED = ROOT / "tests/parity/recorded"

HEAD = """\
# Spark stages

Every class of `pyspark.ml` that scores rows, what it becomes in a bundle, and the recorded models
that prove it (`tests/parity/recorded`). *Portable*: MLeap's own runtime loads it, too; *extended*:
it needs this project's. An attribute after "+" is an addition that MLeap's runtime ignores.
`make docs` makes this page.

| class | ops | bundle | recorded |
|---|---|---|---|
"""
NO_MODEL = """
## What makes no model

Their result is a table, and there is nothing that a bundle could score with.

| class | result | way out |
|---|---|---|
| `clustering.PowerIterationClustering` | the cluster of each node | look it up in the table |
| `fpm.PrefixSpan` | frequent sequences | look sequences up in the table |
"""
MLEAP_STAGES = {
    "feature.MathBinary": "math_binary",
    "feature.MathUnary": "math_unary",
    "feature.StringMap": "string_map",
}
MLEAP_HEAD = """
## Stages of MLeap's own Spark extension

| class of `org.apache.spark.ml.mleap` | op |
|---|---|
"""
REFUSED_HEAD = """
## What no bundle can hold

| class | reason | way out |
|---|---|---|
"""


@dataclass
class Seen:
    """What the recorded models of one class became."""

    ops: set[str] = field(default_factory=set)
    portable: set[bool] = field(default_factory=set)
    beyond: set[str] = field(default_factory=set)
    cases: set[str] = field(default_factory=set)

    def add(self, converted: Converted, case: str) -> None:
        self.ops |= {op for node in converted.nodes for op in ops(node)}
        self.portable.add(converted.portable)
        self.beyond |= set(converted.beyond_mleap)
        self.cases.add(case)


def render(models: list[RecordedModel] | None = None) -> str:
    """Return the page."""
    found = look(find_recorded(RECORDED) if models is None else models)
    rows = sorted(set(map(short, CONVERTERS)) - set(MLEAP_STAGES))
    lines = [line(name, found[name]) for name in rows]
    own = [f"| `{name}` | `{op}` |\n" for name, op in MLEAP_STAGES.items()]
    refused = sorted((short(name), *why) for name, why in REFUSED.items())
    return "".join(
        [
            HEAD,
            *lines,
            MLEAP_HEAD,
            *own,
            REFUSED_HEAD,
            *("| `{}` | {} | {} |\n".format(*r) for r in refused),
            NO_MODEL,
        ]
    )


def look(models: list[RecordedModel]) -> defaultdict[str, Seen]:
    found: defaultdict[str, Seen] = defaultdict(Seen)
    for model in models:
        for class_name, converted in stages(model):
            found[short(class_name)].add(converted, model.name)
    return found


def stages(model: RecordedModel) -> Iterator[tuple[str, Converted]]:
    with tempfile.TemporaryDirectory() as folder:
        for record in model.convert(Path(folder)).stages:
            yield record.class_name, record.converted


def ops(node: Node) -> Iterator[str]:
    if node.model.op != "pipeline":
        yield node.model.op
    for child in node.children:
        yield from ops(child)


def short(class_name: str) -> str:
    """`feature.StringIndexerModel`, as Python's modules have it."""
    return ".".join(class_name.split(".")[-2:]).replace("ml.Pipeline", "pipeline.Pipeline")


def line(name: str, seen: Seen) -> str:
    ops = ", ".join(f"`{op}`" for op in sorted(seen.ops)) or "-"
    added = "".join(f" + `{attribute}`" for attribute in sorted(seen.beyond))
    kinds = {True: "portable", False: "extended"}
    kind = " or ".join(kinds[portable] for portable in sorted(seen.portable, reverse=True))
    return f"| `{name}` | {ops}{added} | {kind} | {families(seen.cases)} |\n"


def families(cases: set[str]) -> str:
    grouped: defaultdict[str, int] = defaultdict(int)
    for case in cases:
        grouped[case.partition("/")[0]] += 1
    return ", ".join(f"{family} ({count})" for family, count in sorted(grouped.items()))


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")
