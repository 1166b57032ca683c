"""Several workers of a real service: they swap under load, die, and come back."""

from __future__ import annotations

import json
import os
import random
import socket
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import pytest
from saltus_serving import rollout
from saltus_serving.loading import load_bytes
from saltus_serving.rollout import Promoter
from saltus_serving.scorer import predict
from saltus_testing import bad_bundles, flights
from saltus_testing.fleet import Fleet
from saltus_testing.rollouts import breaking, variant

from benchmarks.load import load

if TYPE_CHECKING:
    from collections.abc import Callable

BODY = json.dumps(flights.ROW).encode()
SWAPS = 30
KILLS = int(os.environ.get("ROLLOUT_KILLS", "6"))
ROLLBACK_SECONDS = 0.2
TOKEN = {"SALTUS_ADMIN_TOKEN": "secret"}


def answers(*contents: bytes) -> dict[str, str]:
    """The whole answer of each bundle, by what its headers say."""
    models = [load_bytes(Path("bundle"), content) for content in contents]
    return {
        f"{model.bundle.digest}/{model.identity.version}": predict(model, BODY).decode()
        for model in models
    }


def test_swaps_under_load_drop_nothing_and_mix_nothing(tmp_path: Path) -> None:
    contents = [variant(number) for number in range(4)]
    expected = answers(*contents)
    with Fleet(tmp_path, active=contents[3]) as fleet:
        fleet.wait_for_workers(2)
        with load(tmp_path, fleet.url, flights.ROW, expected, 100) as under_load:
            for number in range(SWAPS):
                fleet.promote(contents[number % 4])
            for _ in range(4):
                Promoter(fleet.model).rollback()

    seen = under_load.seen
    assert (0, []) == (seen.failed, seen.failures)
    assert set(expected) == set(seen.by_bundle)
    assert seen.swaps >= SWAPS / 2


def test_a_rollback_reaches_all_workers_in_an_instant(tmp_path: Path) -> None:
    """The best of several counts: other processes on this machine take their time, too."""
    with Fleet(tmp_path, active=variant(0)) as fleet:
        fleet.wait_for_workers(2)
        fleet.promote(variant(1))
        seconds = [Promoter(fleet.model).rollback().converged_seconds or 9 for _ in range(6)]

    assert min(seconds) < ROLLBACK_SECONDS


@pytest.mark.timeout(3600)
def test_killed_workers_come_back_and_converge_and_nothing_is_lost(tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311 - chance, not secrets
    contents = [variant(number) for number in range(3)]
    with Fleet(tmp_path, active=contents[2]) as fleet:
        for number in range(KILLS):
            fleet.wait_for_workers(2)
            victim = chance.choice(fleet.live())
            killer = threading.Timer(chance.random() * 0.1, fleet.kill_worker, [victim])
            killer.start()
            fleet.promote(contents[number % 3])
            killer.join()
            assert 200 == answered(fleet, BODY)
        fleet.wait_for_workers(2)
        state = fleet.model.states.latest()
        fleet._wait_until(lambda: {r.serving for r in fleet.live()} == {state.activated})
        history = fleet.model.states.history()

    assert 2 * (KILLS + 1) == len(history)
    assert [each.generation for each in history] == [*range(1, len(history) + 1)]


def answered(fleet: Fleet, body: bytes) -> int:
    """Post once more where the connection was one of a worker that has just been killed."""
    headers = {"content-type": "application/json"}
    for _ in range(5):
        try:
            return httpx.post(f"{fleet.url}/predict", content=body, headers=headers).status_code
        except httpx.TransportError:
            time.sleep(0.1)
    return 0


def test_no_orphan_keeps_the_port_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    with Fleet(tmp_path, active=variant(0)) as fleet:
        fleet.wait_for_workers(2)
        address = urlsplit(fleet.url)
        fleet.kill_supervisor()

        give_up = time.monotonic() + 60
        while fleet.live() and time.monotonic() < give_up:
            time.sleep(0.05)

        assert [] == fleet.live()
        with socket.socket() as again:
            again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            again.bind((address.hostname, address.port))


def test_a_worker_beside_an_unreadable_active_bundle_never_takes_the_service_down(
    tmp_path: Path,
) -> None:
    with Fleet(tmp_path, active=variant(0)) as fleet:
        fleet.wait_for_workers(2)
        digest = fleet.promote(variant(1))
        path = tmp_path / f"store/flights/versions/{digest}.zip"
        whole = path.read_bytes()
        path.write_bytes(whole[:-1])
        victim, survivor = fleet.live()
        fleet.kill_worker(victim)

        fleet._wait_until(lambda: any("sha256" in str(report.error) for report in fleet.live()))
        time.sleep(1.5)  # it would have begun to take requests by now
        statuses = {answered(fleet, BODY) for _ in range(20)}
        held_back = [report for report in fleet.live() if report.instance != survivor.instance]
        path.write_bytes(whole)
        fleet.wait_for_workers(2)

    assert {200} == statuses
    assert [False] == [report.accepts for report in held_back]


def test_when_no_worker_can_load_the_active_bundle_the_last_good_one_is_served(
    tmp_path: Path,
) -> None:
    with Fleet(tmp_path, active=variant(0)) as fleet:
        fleet.wait_for_workers(2)
        digest = fleet.promote(variant(1))
        (tmp_path / f"store/flights/versions/{digest}.zip").unlink()
        killed = {report.pid for report in fleet.live() if fleet.kill_worker(report) is None}

        fleet._wait_until(
            lambda: any(each.accepts and each.pid not in killed for each in fleet.live())
        )
        answer = httpx.post(f"{fleet.url}/predict", json=flights.ROW)

    assert (200, "v0", "2") == (
        answer.status_code,
        answer.headers["x-model-version"],
        answer.headers["x-generation"],
    )


@pytest.mark.parametrize("name", bad_bundles.KINDS)
def test_a_bad_candidate_never_answers_and_leaves_a_report(
    bad_fleet: Fleet, name: str, tmp_path: Path
) -> None:
    fleet = bad_fleet
    kind = bad_bundles.KINDS[name]
    expected = answers(variant(0))
    digest = kind.put(fleet.model, Path(fleet.model._objects.folder))  # type: ignore[attr-defined]

    with load(tmp_path, fleet.url, flights.ROW, expected, 20) as under_load:
        with pytest.raises(rollout.CandidateFailedError) as caught:
            Promoter(fleet.model).promote(digest)
        time.sleep(0.2)
    rollout.abort(fleet.model)

    report = caught.value.report
    assert report.failed_check in kind.checks
    assert 0 == under_load.seen.failed
    assert kind.says in f"{report.reason} {report.details}"


@pytest.fixture(scope="module", name="bad_fleet")
def _bad_fleet(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("bad")
    settings = {
        "SALTUS_MAX_BUNDLE_BYTES": str(bad_bundles.LARGEST),
        "SALTUS_LOAD_SECONDS": str(bad_bundles.LOAD_SECONDS),
    }
    with Fleet(folder, active=variant(0), **settings) as fleet:
        fleet.wait_for_workers(2)
        yield fleet


def test_the_documents_and_the_validation_change_with_the_swap(tmp_path: Path) -> None:
    with Fleet(tmp_path, workers=1, active=variant(0)) as fleet:
        late = flights.ROW | {"dep_hour": 23}
        before = httpx.get(f"{fleet.url}/openapi.json")
        statuses = [httpx.post(f"{fleet.url}/predict", json=late).status_code]
        fleet.promote(breaking(), allow_breaking="a test")
        after = httpx.get(
            f"{fleet.url}/openapi.json", headers={"if-none-match": before.headers["etag"]}
        )
        statuses.append(httpx.post(f"{fleet.url}/predict", json=late).status_code)

    hours = [
        document.json()["components"]["schemas"]["PredictRequest"]["properties"]["dep_hour"]
        for document in (before, after)
    ]
    assert [200, 422] == statuses
    assert [23, 22] == [hour["maximum"] for hour in hours]


def test_a_service_starts_without_a_model_and_becomes_ready(tmp_path: Path) -> None:
    fleet = Fleet(tmp_path, workers=1)
    ready = fleet._ready
    fleet._ready = lambda: ready() or hasattr(fleet, "url")  # type: ignore[method-assign]
    with fleet:
        fleet._wait_until(lambda: status(fleet, "/health/live") == 200)
        not_ready = status(fleet, "/health/ready"), status(fleet, "/openapi.json")
        fleet.promote(variant(0))
        fleet._wait_until(lambda: status(fleet, "/health/ready") == 200)
        answer = httpx.post(f"{fleet.url}/models/flights/predict", json=flights.ROW)

    assert (503, 503) == not_ready
    assert 200 == answer.status_code


def status(fleet: Fleet, path: str) -> int:
    try:
        return httpx.get(f"{fleet.url}{path}").status_code
    except httpx.TransportError:
        return 0


def test_a_preview_of_the_candidate_needs_the_token(tmp_path: Path) -> None:
    with Fleet(tmp_path, workers=1, active=variant(0), **TOKEN) as fleet:
        fleet.wait_for_workers(1)
        rollout.stage(fleet.model, fleet.model.push(variant(1))[0])

        def preview(**headers: str) -> httpx.Response:
            return httpx.post(
                f"{fleet.url}/predict",
                json=flights.ROW,
                headers={"x-preview": "candidate", **headers},
            )

        fleet._wait_until(lambda: preview(authorization="Bearer secret").status_code == 200)
        answer = preview(authorization="Bearer secret")
        refused = [preview().status_code, preview(authorization="Bearer other").status_code]
        usual = httpx.post(f"{fleet.url}/predict", json=flights.ROW)

    assert ["v1", "v0"] == [each.headers["x-model-version"] for each in (answer, usual)]
    assert [401, 401] == refused


def run_together(*calls: Callable[[], object]) -> list[object]:
    """Run in threads at the same time, and return what each returned or raised."""
    outcomes: list[object] = [None] * len(calls)

    def run(number: int) -> None:
        try:
            outcomes[number] = calls[number]()
        except rollout.RolloutError as error:
            outcomes[number] = error

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_of_two_concurrent_promotions_one_wins_and_the_other_is_told(tmp_path: Path) -> None:
    with Fleet(tmp_path, active=variant(0)) as fleet:
        fleet.wait_for_workers(2)
        rollout.stage(fleet.model, fleet.model.push(variant(1))[0])
        outcomes = run_together(*[Promoter(fleet.model).promote] * 2)
        refusals = fleet.model.states.refusals()

    told = [each for each in outcomes if isinstance(each, rollout.RolloutError)]
    assert 1 == len(told)
    assert isinstance(told[0], (rollout.ConflictError, rollout.NotPossibleError))
    assert len(refusals) == isinstance(told[0], rollout.ConflictError)
