"""What a worker tells Prometheus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_serving import Settings, create_app, rollout
from saltus_testing import flights
from saltus_testing.client import AppClient
from saltus_testing.rollouts import variant

if TYPE_CHECKING:
    from pathlib import Path

    from saltus_serving.store import ModelStore


def test_a_worker_counts_its_answers_and_tells_what_it_serves(
    model: ModelStore, tmp_path: Path
) -> None:
    rollout.Promoter(model).promote(model.push(variant(0))[0])

    with AppClient(create_app(Settings(store=tmp_path / "store"))) as client:
        for _ in range(3):
            client.post("/predict", json=flights.ROW)
        text = client.get("/metrics").text

    figures = dict(line.rsplit(" ", 1) for line in text.splitlines() if line[0] != "#")
    assert ["3.0"] == [v for k, v in figures.items() if k.startswith("saltus_answers_total")]
    assert ["2.0"] == [v for k, v in figures.items() if k.startswith("saltus_serving_generation")]
    assert ["1.0"] == [v for k, v in figures.items() if k.startswith("saltus_accepts")]
