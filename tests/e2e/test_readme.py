"""What the README tells a newcomer to type works."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from saltus_serving import Settings, create_app
from saltus_testing.client import AppClient

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import SparkSession


@pytest.fixture(scope="module", name="readme")
def _readme(root: Path) -> str:
    return (root / "README.md").read_text(encoding="utf-8")


def posted(readme: str) -> list[str]:
    """The bodies of the curl commands, in order."""
    return re.findall(r"-d '(\{.*?\})'", readme, re.DOTALL)


def test_the_first_curl_is_answered_by_the_sample(readme: str, sample_bundle: Path) -> None:
    with AppClient(create_app(Settings(bundle=sample_bundle))) as client:
        headers = {"content-type": "application/json"}
        response = client.post("/predict", content=posted(readme)[0], headers=headers)

    assert response.status_code == 200, response.text
    assert response.json()["label"] in {"on_time", "late"}


@pytest.mark.spark
@pytest.mark.timeout(600)
def test_train_export_serve_predict(
    readme: str, spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The Python block runs as it stands; its session is the one of this run."""
    monkeypatch.chdir(tmp_path)
    (block,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    scope: dict[str, object] = {}

    exec(compile(block, "README.md", "exec"), scope)

    assert spark is scope["spark"]
    with AppClient(create_app(Settings(bundle=tmp_path / "churn.zip"))) as client:
        headers = {"content-type": "application/json"}
        response = client.post("/predict", content=posted(readme)[1], headers=headers)
    assert response.status_code == 200, response.text
    assert {"0", "1"} == set(response.json()["probability"])


def test_the_block_from_training_to_curl_is_short(readme: str) -> None:
    section = readme.split("## Train, export, serve, predict")[1].split("\n## ", maxsplit=1)[0]
    code = re.findall(r"```\w+\n(.*?)```", section, re.DOTALL)

    assert sum(len([x for x in block.splitlines() if x.strip()]) for block in code) <= 20
