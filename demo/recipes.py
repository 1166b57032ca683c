"""`make recipes`: trains each recipe on all of its data, verifies, serves and asks each bundle."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path
from time import monotonic
from typing import Any

import saltus_runtime as sr
from rich.console import Console
from rich.table import Table
from saltus_training.recipes import RECIPES

from demo.processes import COMMANDS, ProcessError, run, serving

OUTPUT = Path("demo-output/recipes")
HELD_OUT = 20
# What a sum may differ by where the processor adds in another order.
LAST_BITS = 1e-9


def main() -> None:
    """Train the recipes named, all of them if none is; the exit code is 0 if each one works."""
    console = Console()
    title = "On rows not seen; where a known figure is from is told above"
    table = Table(title=title, title_justify="left")
    for column in ("recipe", "figure", "this model", "without learning", "known", "seconds"):
        table.add_column(column)
    for name in sys.argv[1:] or RECIPES:
        start = monotonic()
        try:
            run([COMMANDS / "saltus-train", "run", name, *_options()])
            bundles = sorted(OUTPUT.glob(f"{name}-*.zip"))
            for bundle in bundles:
                run([COMMANDS / "saltus", "verify", bundle])
                ask(bundle, console)
        except (subprocess.CalledProcessError, ProcessError) as error:
            sys.exit(f"recipes: {error}")
        for bundle in bundles:
            table.add_row(bundle.stem, *figures(bundle), f"{monotonic() - start:.0f}")
    console.print(table)


def _options() -> list[str | Path]:
    return ["--full", "--held-out", str(HELD_OUT), "--output", OUTPUT]


def ask(bundle: Path, console: Console) -> None:
    """Serve a bundle, and post rows that its model has not seen.

    Raises:
        ProcessError: An answer is not the one that Spark gave.
    """
    rows: list[dict[str, Any]] = json.loads(bundle.with_suffix(".held-out.json").read_text())
    with serving(bundle) as service:
        for row in rows:
            served, spark = service.predict(row["input"]), row["output"]
            if not math.isclose(served["prediction"], spark["prediction"], rel_tol=LAST_BITS):
                raise ProcessError(f"{bundle} answers {served} where Spark says {spark}")
    console.print(f"{bundle}: {len(rows)} rows posted to /predict, each answer Spark's")


def figures(bundle: Path) -> tuple[str, str, str, str]:
    """The first figure of a model, beside learning nothing and what others reached."""
    note = sr.load(bundle).note("model_card.json")
    evaluation = json.loads(note or b"{}")["evaluation"]
    first, known = evaluation["measures"][0], evaluation.get("known")
    return (
        first["name"],
        f"{first['value']:.3f}",
        f"{first['reference']:.3f} ({first['reference_note']})",
        f"{known['value']:g}" if known else "",
    )


if __name__ == "__main__":
    main()
