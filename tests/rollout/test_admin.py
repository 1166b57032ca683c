"""The admin API: the commands over HTTP, for those who have the token."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr
from saltus_serving import SettingsError, rollout
from saltus_serving.admin import create_admin
from saltus_serving.rollout import Policy
from saltus_serving.store import WorkerReport
from saltus_serving.store.workers import this_host
from saltus_testing.client import AppClient
from saltus_testing.rollouts import variant, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from saltus_serving.store import ModelStore

TOKEN = "a long random text"  # noqa: S105 - of a test
AUTHORIZED = {"authorization": f"Bearer {TOKEN}"}


class Admin:
    """A client that has the token."""

    def __init__(self, client: AppClient) -> None:
        self.client = client

    def get(self, path: str) -> Any:
        return self.client.get(path, headers=AUTHORIZED)

    def post(self, path: str, **order: Any) -> Any:
        return self.client.post(path, json=order, headers=AUTHORIZED)

    def promote(self, **order: Any) -> dict[str, Any]:
        """Promote, and return the operation once it has ended."""
        begun = self.post("/models/flights/promote", **order)
        assert begun.status_code == 202, begun.text
        return self.ended(begun)

    def ended(self, begun: Any) -> dict[str, Any]:
        """Return an operation once it has ended."""
        while True:
            operation: dict[str, Any] = self.get(begun.headers["location"]).json()
            if operation["status"] != "running":
                return operation
            time.sleep(0.01)


@pytest.fixture(name="admin")
def _admin(tmp_path: Path, model: ModelStore) -> Iterator[Admin]:
    rollout.Promoter(model).promote(model.push(variant(0))[0])
    with AppClient(create_admin(tmp_path / "store", SecretStr(TOKEN))) as client:
        yield Admin(client)


@pytest.mark.parametrize(
    "headers",
    [{}, {"authorization": "Bearer other"}, {"authorization": TOKEN}, {"authorization": "Bearer"}],
)
def test_without_the_token_nothing_is_told(admin: Admin, headers: dict[str, str]) -> None:
    for method, path in (
        ("GET", "/models"),
        ("POST", "/models/flights/rollback"),
        ("GET", "/metrics"),
        ("GET", "/openapi.json"),
        ("GET", "/operations/1"),
    ):
        answer = admin.client.request(method, path, headers=headers)

        assert (401, "Bearer") == (answer.status_code, answer.headers["www-authenticate"])
        assert "SALTUS_ADMIN_TOKEN" in answer.json()["detail"]
        assert "flights" not in answer.text


def test_there_is_no_admin_without_a_token(tmp_path: Path) -> None:
    for token in (None, SecretStr("")):
        with pytest.raises(SettingsError, match="SALTUS_ADMIN_TOKEN"):
            create_admin(tmp_path, token)


def test_a_promotion_is_an_operation_with_progress(admin: Admin, model: ModelStore) -> None:
    pushed = admin.client.post(
        "/models/flights/versions", content=variant(1), headers=AUTHORIZED
    ).json()

    operation = admin.promote(version="v1", reason="better", actor="ci", if_generation=2)

    state = model.states.latest()
    assert ("done", pushed["digest"]) == (operation["status"], state.active)
    assert ("better", "ci") == (state.reason, state.actor)
    assert {"staged", "verifying", "promoted", "converged"} <= {
        each["phase"] for each in operation["progress"]
    }
    assert state.generation == operation["result"]["state"]["generation"]


def test_a_generation_that_is_not_in_force_is_412(admin: Admin) -> None:
    admin.post("/models/flights/versions")
    for change in ("promote", "rollback", "abort"):
        answer = admin.post(f"/models/flights/{change}", if_generation=7)

        assert 412 == answer.status_code
        assert "generation 2 is in force" in answer.json()["detail"]


def test_what_is_not_possible_is_409_and_what_is_not_there_404(admin: Admin) -> None:
    answers = [
        admin.post("/models/flights/rollback"),
        admin.post("/models/flights/abort"),
        admin.post("/models/flights/stage", version="v0"),
        admin.post("/models/flights/stage", version="nope"),
        admin.get("/models/none"),
        admin.get("/operations/none"),
    ]

    assert [409, 409, 409, 404, 404, 404] == [answer.status_code for answer in answers]
    assert all(answer.json()["detail"] for answer in answers)


def test_a_candidate_that_fails_is_told_by_the_operation(admin: Admin, model: ModelStore) -> None:
    digest, _ = model.push(wrong())

    operation = admin.promote(version=digest)

    assert ("failed", 422) == (operation["status"], operation["error_status"])
    assert "golden" in operation["error"]


def test_a_bad_bundle_is_not_taken(admin: Admin, model: ModelStore) -> None:
    answer = admin.client.post("/models/flights/versions", content=b"no zip", headers=AUTHORIZED)

    assert 422 == answer.status_code
    assert 1 == len(model.versions.digests())


def test_a_bundle_larger_than_allowed_is_not_taken(tmp_path: Path) -> None:
    application = create_admin(tmp_path, SecretStr(TOKEN), Policy(max_bytes=100))
    with AppClient(application) as client:
        answer = client.post("/models/flights/versions", content=variant(0), headers=AUTHORIZED)

    assert (413, []) == (answer.status_code, [*tmp_path.iterdir()])


@pytest.mark.parametrize(
    "order",
    [
        b"{",
        b"[]",
        b'{"versio": "v0"}',
        b'{"version": 1}',
        b'{"version": "\\ud800"}',
        b'{"if_generation": "2"}',
        b'{"if_generation": -1}',
        b'{"timeout": -1}',
        b'{"reason": "%s"}' % (b"x" * 1001),
    ],
)
def test_an_order_that_is_none_is_refused_and_changes_nothing(
    admin: Admin, model: ModelStore, order: bytes
) -> None:
    headers = {**AUTHORIZED, "content-type": "application/json"}
    answer = admin.client.post("/models/flights/promote", content=order, headers=headers)

    assert (422, "body") == (answer.status_code, answer.json()["errors"][0]["field"][:4])
    assert 2 == model.states.latest().generation


def test_of_two_promotions_at_once_one_wins_and_the_other_hears_of_it(
    admin: Admin, model: ModelStore
) -> None:
    """Both wait for a worker that is not ready yet, and go on when it has died."""
    hold = model.workers.join("late")
    model.workers.report(WorkerReport(instance="late", host=this_host(), pid=os.getpid()))
    admin.post("/models/flights/stage", version=model.push(variant(1))[0])
    begun = [admin.post("/models/flights/promote") for _ in range(2)]
    hold.release()
    ended = [admin.ended(each) for each in begun]

    assert ["done", "failed"] == sorted(each["status"] for each in ended)
    assert 409 == next(each["error_status"] for each in ended if each["status"] == "failed")
    assert 4 == model.states.latest().generation


def test_stage_abort_rollback_and_history(admin: Admin, model: ModelStore) -> None:
    first = model.states.latest().active
    second, _ = model.push(variant(1))
    admin.promote(version=second)
    staged = admin.post("/models/flights/stage", version=model.push(variant(2))[0])
    aborted = admin.post("/models/flights/abort")
    back = admin.post("/models/flights/rollback")

    assert [200] * 3 == [answer.status_code for answer in (staged, aborted, back)]
    assert first == model.states.latest().active == back.json()["state"]["active"]
    history = admin.get("/models/flights/history").json()
    assert ["stage", "promote", "stage", "promote", "stage", "abort", "rollback"] == [
        each["change"] for each in history["states"]
    ]


def test_metrics_tell_where_every_model_stands(admin: Admin) -> None:
    text = admin.get("/metrics").text

    assert 'saltus_generation{model="flights"} 2.0' in text
    assert 'saltus_converged{model="flights"} 0.0' in text
