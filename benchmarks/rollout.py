"""Many swaps under load: nothing may fail, and neither latency nor memory may grow.

`make soak` makes 1,000 swaps, one a second; `make soak SWAPS=200` fewer. Each swap loads a bundle:
four of them take turns, and a worker keeps two.
"""

from __future__ import annotations

import argparse
import io
import json
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
from rich.console import Console
from rich.table import Table
from saltus_serving.loading import load_bytes
from saltus_serving.logs import configure_logging
from saltus_serving.rollout import Promoter
from saltus_serving.scorer import predict
from saltus_serving.store import Store

from benchmarks.load import Seen, load
from benchmarks.measure import refuse_debug_build
from benchmarks.sample import BUNDLE
from benchmarks.servers import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saltus_serving.store import ModelStore

MODEL = "flights"
WORKERS = 2
PEAK_SECONDS = 5.0
STEADY_SECONDS = 30.0
START_SECONDS = 60.0
ROLLBACKS = 20
EARLY, PAUSE_SECONDS = 50, 0.9
P99_RATIO, MEMORY_RATIO = 1.5, 1.05
CLASSIFIER = "root/logistic_regression.node/model.json"


def main() -> None:
    """Swap again and again under load, and print what came of it."""
    refuse_debug_build()
    configure_logging("warning", "console")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--swaps", type=int, default=1000)
    swaps = parser.parse_args().swaps
    with tempfile.TemporaryDirectory(prefix="saltus-soak-") as name:
        folder = Path(name)
        model = Store.at(folder / "store").model(MODEL)
        bundles = variants(BUNDLE.read_bytes())
        digests = [model.push(content)[0] for content in bundles]
        row, answers = expected(bundles)
        Promoter(model).promote(digests[-1])
        with service(folder) as url:
            with load(folder, url, row, answers, 0) as peak:
                time.sleep(PEAK_SECONDS)
            rate = peak.seen.rate / 2
            with load(folder, url, row, answers, rate) as steady:
                time.sleep(STEADY_SECONDS)
            with load(folder, url, row, answers, rate) as swapping:
                early, late, converged = swap(model, digests, swaps)
            back = [Promoter(model).rollback().converged_seconds or 0.0 for _ in range(ROLLBACKS)]
    show(peak.seen, steady.seen, swapping.seen, early, late)
    show_times("converged", converged)
    show_times("rolled back, without load,", back)
    ratio = swapping.seen.p99 / steady.seen.p99
    failed = sum(each.seen.failed for each in (peak, steady, swapping))
    if failed or ratio > P99_RATIO or late > early * MEMORY_RATIO:
        sys.exit("soak: beyond what is allowed: 0 failed, 1.5 x p99, 1.05 x memory")


def variants(sample: bytes) -> list[bytes]:
    """Return four bundles of two models, so that each swap has to load one."""
    with zipfile.ZipFile(io.BytesIO(sample)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return [packed(members, other=number % 2, number=number) for number in range(4)]


def packed(members: dict[str, bytes], *, other: int, number: int) -> bytes:
    """Return the sample under another version; the other model has another intercept."""
    card = json.loads(members["notes/model_card.json"]) | {"version": f"v{number}"}
    changed = {**members, "notes/model_card.json": json.dumps(card).encode()}
    changed.pop("notes/manifest.json", None)
    if other:
        path = next(name for name in members if is_classifier(members[name]))
        model = json.loads(members[path])
        model["attributes"]["intercept"]["double"] += 0.5
        changed[path] = json.dumps(model).encode()
        changed.pop("notes/golden_rows.json")  # they are those of the first model
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in changed.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def is_classifier(content: bytes) -> bool:
    """Tell whether this is the model file of the regression."""
    return b'"logistic_regression"' in content and b'"intercept"' in content


def expected(bundles: list[bytes]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return a row, and the whole answer that each model gives to it."""
    loaded = [load_bytes(BUNDLE, content) for content in bundles]
    row = loaded[0].schema.example_row()
    body = json.dumps(row).encode()
    # Bundles of one model have one digest and several versions: the version is in the answer.
    return row, {
        f"{model.bundle.digest}/{model.identity.version}": predict(model, body).decode()
        for model in loaded
    }


@contextmanager
def service(folder: Path) -> Iterator[str]:
    """Serve the store while the body of the `with` statement runs."""
    store = str(folder / "store")
    command = ["serve", "--store", store, "--port", "0", "--workers", str(WORKERS)]
    process = subprocess.Popen(
        [str(COMMANDS / "saltus"), *command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    with process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline().decode()
            url = next(word for word in line.split() if word.startswith("http://"))
            url = url.removesuffix("/predict,")
            wait_until_ready(url)
            yield url
        finally:
            process.terminate()


def wait_until_ready(url: str) -> None:
    """Wait until the service takes requests."""
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        try:
            if httpx.get(f"{url}/health/ready").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    sys.exit(f"soak: {url} did not become ready")


def swap(model: ModelStore, digests: list[str], swaps: int) -> tuple[int, int, list[float]]:
    """Swap, and return the memory after the first swaps and at the end, and how long each took."""
    early, converged = 0, []
    for number in range(1, swaps + 1):
        promotion = Promoter(model).promote(digests[(number - 1) % len(digests)])
        converged.append(promotion.converged_seconds or 0.0)
        if number == min(EARLY, swaps):
            early = resident(model)
        time.sleep(PAUSE_SECONDS)
    return early, resident(model), converged


def resident(model: ModelStore) -> int:
    """Return how many bytes the workers have in memory, all together."""
    total = 0
    for report in model.workers.reports():
        status = Path(f"/proc/{report.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        total += int(line.split()[1]) * 1024
    return total


def show(peak: Seen, steady: Seen, swapping: Seen, early: int, late: int) -> None:
    """Print the figures side by side."""
    table = Table(title=f"swaps on {WORKERS} workers", title_justify="left")
    for heading in ("", "requests", "failed", "requests/s", "p50 ms", "p99 ms", "slowest ms"):
        table.add_column(heading, justify="right" if heading else "left")
    for name, seen in {"peak": peak, "steady": steady, "swapping": swapping}.items():
        times = (f"{value * 1e3:.2f}" for value in (seen.p50, seen.p99, seen.slowest))
        table.add_row(name, f"{seen.requests:,}", str(seen.failed), f"{seen.rate:,.0f}", *times)
    console = Console(width=110)
    console.print(table)
    for failure in (*peak.failures, *steady.failures, *swapping.failures):
        console.print(failure)
    console.print(f"p99 while swapping / steady: {swapping.p99 / steady.p99:.2f}")
    console.print(f"memory after the last swap / after swap {EARLY}: {late / early:.3f}")


def show_times(what: str, seconds: list[float]) -> None:
    """Print how long something took."""
    middle, worst = statistics.median(seconds) * 1e3, max(seconds) * 1e3
    print(f"{len(seconds)} times {what} after {middle:.0f} ms in the median, {worst:.0f} at most")


if __name__ == "__main__":
    main()
