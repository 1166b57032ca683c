"""The end of `make demo`: one model takes the place of another under load, and back."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table
from saltus_serving.loading import load_model
from saltus_serving.scorer import predict

from benchmarks.load import load
from demo.processes import COMMANDS, run, serving_store

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from benchmarks.load import Seen

MODEL = "flights"
RATE = 200
SECONDS = 2.0


def swap_under_load(bundles: Sequence[Path], row: Mapping[str, Any], console: Console) -> bool:
    """Promote and roll back under load; return whether every answer was right."""
    console.rule("a swap and a rollback under load")
    old, new = bundles[0], bundles[-1]
    with tempfile.TemporaryDirectory(prefix="saltus-demo-") as name:
        store = Path(name) / "store"
        options: list[str | Path] = ["--store", store, "--model", MODEL]
        for bundle in (old, new):
            run([COMMANDS / "saltus", "push", bundle, *options])
        run([COMMANDS / "saltus", "promote", version(old), *options])
        with (
            serving_store(store, workers=2) as url,
            load(Path(name), url, row, expected((old, new), row), RATE) as under_load,
        ):
            time.sleep(SECONDS)
            run([COMMANDS / "saltus", "promote", version(new), *options, *breaking(old, new)])
            time.sleep(SECONDS)
            run([COMMANDS / "saltus", "rollback", *options])
            time.sleep(SECONDS)
    seen = under_load.seen
    console.print(counts_table(seen, (old, new)))
    for failure in seen.failures:
        console.print(failure)
    console.print(
        f"{seen.requests:,} requests to 2 workers, {seen.failed} failed; "
        f"each answer is wholly of one bundle.\n"
    )
    return seen.failed == 0 and len(seen.by_bundle) > 1


def version(bundle: Path) -> str:
    """Return the version on a bundle's card."""
    return load_model(bundle).identity.version


def breaking(old: Path, new: Path) -> list[str]:
    """Both pipelines have the features of one recipe; a difference has to have its reason."""
    done = subprocess.run(
        [COMMANDS / "saltus", "diff", old, new, "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    safe = found["client_safe"] and found["model_safe"] and found["output_safe"]
    return [] if safe else ["--allow-breaking", "the demo compares two pipelines"]


def expected(bundles: Sequence[Path], row: Mapping[str, Any]) -> dict[str, str]:
    """Return the whole answer of each bundle, by what its headers say."""
    body = json.dumps(row).encode()
    models = [load_model(bundle) for bundle in bundles]
    return {key(model): predict(model, body).decode() for model in models}


def key(model: Any) -> str:
    """Return what the headers of an answer say of a model."""
    return f"{model.bundle.digest}/{model.identity.version}"


def counts_table(seen: Seen, bundles: Sequence[Path]) -> Table:
    """A row for each bundle."""
    table = Table(title="Who answered?", title_justify="left")
    table.add_column("bundle")
    table.add_column("answers", justify="right")
    for bundle in bundles:
        table.add_row(bundle.name, f"{seen.by_bundle.get(key(load_model(bundle)), 0):,}")
    return table
