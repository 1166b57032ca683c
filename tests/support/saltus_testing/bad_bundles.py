"""Ten kinds of bundles that must never answer, each with the check that finds it out."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from saltus_testing import flights, hostile, rollouts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from saltus_serving.store import ModelStore


LARGEST = 100_000_000
LOAD_SECONDS = 0.6
SLOW_TIMES = 48_000


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of bad bundle.

    Attributes:
        put: Puts one into the store and returns its digest.
        checks: The checks that it may fail; several where it depends on the machine's speed.
        says: What its report says.
    """

    put: Callable[[ModelStore, Path], str]
    checks: tuple[str, ...]
    says: str


def pushed(make: Callable[[], bytes]) -> Callable[[ModelStore, Path], str]:
    """A bundle that was pushed as it is."""
    return lambda model, _folder: model.push(make())[0]


def truncated(model: ModelStore, folder: Path) -> str:
    """A file that ends in the middle, as a copy that was broken off leaves it."""
    digest, _ = model.push(rollouts.variant(1))
    path = folder / f"{model.name}/versions/{digest}.zip"
    path.write_bytes(path.read_bytes()[:-100])
    return digest


def other_content(model: ModelStore, folder: Path) -> str:
    """A file with the content of another bundle."""
    digest, _ = model.push(rollouts.variant(2))
    (folder / f"{model.name}/versions/{digest}.zip").write_bytes(rollouts.variant(3))
    return digest


def unreadable(model: ModelStore, folder: Path) -> str:
    """A folder where the file should be."""
    digest = hashlib.sha256(b"unreadable").hexdigest()
    (folder / f"{model.name}/versions/{digest}.zip").mkdir()
    return digest


def unknown_op() -> bytes:
    """A bundle with a stage that the runtime does not score."""
    members = flights.flights()
    path = "root/classifier.node/model.json"
    model = json.loads(members[path]) | {"op": "crystal_ball"}
    return flights.zipped({**members, path: flights.encode(model)})


def not_a_number() -> bytes:
    """A bundle that gives no number for its own example."""
    return flights.zipped(flights.without(infinite(), "notes/golden_rows.json"))


def seldom_a_number(kind: str) -> bytes:
    """A bundle that gives no number for a golden row of that kind, and neither did Spark."""
    nan, odd = ["NaN", "NaN"], flights.golden_row(kind, flights.ROW, 0.0, 0.0)
    odd["output"] |= {
        name: {"type": "dense", "values": nan} for name in ("rawPrediction", "probability")
    }
    golden = {**flights.golden_rows(), "rows": [odd]}
    schema = flights.feature_schema(carrier={"example": "DL"})
    members = infinite(golden=golden, schema=schema)
    return flights.zipped(members)


def infinite(**notes: flights.Json) -> flights.Members:
    """A bundle whose first coefficient is infinite: times the index 0 that is no number."""
    members = flights.flights(**notes)
    path = "root/classifier.node/model.json"
    model = json.loads(members[path])
    model["attributes"]["coefficients"]["double"][0] = 12345.678
    text = json.dumps(model).replace("12345.678", "1e999")
    return {**members, path: text.encode()}


def slow() -> bytes:
    """A bundle with so many golden rows that replaying them takes too long."""
    golden = flights.golden_rows()
    rows = ",".join([json.dumps(row) for row in golden["rows"]] * SLOW_TIMES)
    text = json.dumps({**golden, "rows": []}).replace("[]", f"[{rows}]")
    return stored({**flights.flights(), "notes/golden_rows.json": text.encode()})


def too_large() -> bytes:
    """A bundle with more bytes than are allowed."""
    return stored(flights.flights() | {"notes/more.bin": bytes(LARGEST)})


def stored(members: flights.Members) -> bytes:
    """A zip that is as large as what is in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


KINDS = {
    "truncated": Kind(truncated, ("digest",), "push the bundle again"),
    "wrong digest": Kind(other_content, ("digest",), "sha256"),
    "unknown op": Kind(pushed(unknown_op), ("read",), "crystal_ball"),
    "failing golden row": Kind(pushed(rollouts.wrong), ("golden",), "classifier"),
    "incompatible schema": Kind(pushed(rollouts.breaking), ("compatibility",), "dep_hour"),
    "too large": Kind(pushed(too_large), ("fetch",), "SALTUS_MAX_BUNDLE_BYTES"),
    "slow to load": Kind(pushed(slow), ("golden", "warm_up"), "SALTUS_LOAD_SECONDS"),
    "NaN outputs": Kind(pushed(not_a_number), ("warm_up",), "probability"),
    "foreign zip": Kind(pushed(lambda: hostile.pack({"a.txt": "a"})), ("read",), "bundle.json"),
    "unreadable": Kind(unreadable, ("fetch",), "directory"),
}
