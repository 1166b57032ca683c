"""The application on a store, in this process."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

import pytest
from saltus_serving import Settings, create_app, rollout
from saltus_testing import flights
from saltus_testing.client import AppClient
from saltus_testing.rollouts import variant

if TYPE_CHECKING:
    from pathlib import Path

    from saltus_serving.store import Store


@pytest.fixture(name="settings")
def _settings(tmp_path: Path) -> Settings:
    return Settings(store=tmp_path / "store")


def test_a_worker_has_loaded_what_shall_be_served_before_it_takes_requests(
    store: Store, settings: Settings
) -> None:
    model = store.model("flights")
    rollout.Promoter(model).promote(model.push(variant(0))[0])

    with AppClient(create_app(settings)) as client:
        answer = client.post("/predict", json=flights.ROW)

    assert (200, "2") == (answer.status_code, answer.headers["x-generation"])
    assert [] == model.workers.reports()


def test_what_is_there_at_the_start_is_never_walked_over_by_the_collector(
    store: Store, settings: Settings
) -> None:
    model = store.model("flights")
    rollout.Promoter(model).promote(model.push(variant(0))[0])
    before = gc.get_freeze_count()

    with AppClient(create_app(settings)):
        frozen = gc.get_freeze_count()

    assert frozen > before
    assert 0 == gc.get_freeze_count()


def test_several_models_have_their_own_routes(store: Store, settings: Settings) -> None:
    for number, name in enumerate(("first", "second")):
        model = store.model(name)
        rollout.Promoter(model).promote(model.push(variant(number))[0])

    with AppClient(create_app(settings)) as client:
        listed = client.get("/models").json()["models"]
        answers = [
            client.post(f"/models/{name}/predict", json=flights.ROW) for name in ("first", "second")
        ]
        document = client.get("/models/second/openapi.json").json()
        page = client.get("/models/second/docs").text
        unnamed = client.post("/predict", json=flights.ROW)
        unknown = client.post("/models/third/predict", json=flights.ROW)

    assert [("first", "v0", True), ("second", "v1", True)] == [
        (each["name"], each["version"], each["ready"]) for each in listed
    ]
    assert ["v0", "v1"] == [answer.headers["x-model-version"] for answer in answers]
    assert [{"url": "/models/second"}] == document["servers"]
    assert "/models/second/openapi.json" in page
    assert [404, 404] == [unnamed.status_code, unknown.status_code]
    assert "/models/first" in unnamed.json()["detail"]


def test_a_model_of_which_nothing_can_be_told_hides_no_other(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    for number, name in enumerate(("first", "second")):
        model = store.model(name)
        rollout.Promoter(model).promote(model.push(variant(number))[0])
    (tmp_path / "store/first/workers").touch()  # where a folder should be

    with AppClient(create_app(settings)) as client:
        answer = client.post("/models/first/predict", json=flights.ROW)
        while [2] != [each.serving for each in store.model("second").workers.reports()]:
            time.sleep(0.01)

    assert (200, "v0") == (answer.status_code, answer.headers["x-model-version"])


def test_one_model_of_several_may_be_chosen(store: Store, tmp_path: Path) -> None:
    for number, name in enumerate(("first", "second")):
        model = store.model(name)
        rollout.Promoter(model).promote(model.push(variant(number))[0])

    with AppClient(create_app(Settings(store=tmp_path / "store", model="second"))) as client:
        answer = client.post("/predict", json=flights.ROW)
        other = client.post("/models/first/predict", json=flights.ROW)

    assert ("v1", 404) == (answer.headers["x-model-version"], other.status_code)


def test_a_store_without_models_is_live_and_not_ready(settings: Settings) -> None:
    with AppClient(create_app(settings)) as client:
        statuses = [
            client.get(path).status_code for path in ("/health/live", "/health/ready", "/model")
        ]

    assert [200, 503, 503] == statuses
