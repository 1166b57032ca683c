"""Columns that a pipeline makes for its own stages alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import saltus_runtime as sr
from saltus_testing.mleap import node, scalar, strings, write_bundle

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = [("doubled", "x"), ("quadrupled", "doubled")]


def write(folder: Path, *dropped: str, after: list[tuple[str, str]] | None = None) -> Path:
    """A pipeline in a pipeline: the inner one multiplies and drops, the outer one goes on."""
    inner = files("root/inner.node", COLUMNS, list(dropped))
    outer = files("root", after or [], [], "inner")
    write_bundle(folder, {**inner, **outer})
    return folder


def files(
    folder: str, columns: list[tuple[str, str]], dropped: list[str], *before: str
) -> dict[str, Any]:
    names = [*before, *(f"make_{output}" for output, _ in columns)]
    attributes = {"nodes": strings(*names)}
    if dropped:
        attributes["dropped_columns"] = strings(*dropped)
    found: dict[str, Any] = {
        f"{folder}/model": {"op": "pipeline", "attributes": attributes},
        f"{folder}/node": node("pipeline", {}, {}),
    }
    for output, name in columns:
        times = {"operation": scalar("string", "mul"), "db": scalar("double", 2.0)}
        place = f"{folder}/make_{output}.node"
        found[f"{place}/model"] = {"op": "math_binary", "attributes": times}
        found[f"{place}/node"] = node(f"make_{output}", {"input_a": name}, {"output": output})
    return found


def test_a_dropped_column_is_no_output(tmp_path: Path) -> None:
    bundle = sr.load(write(tmp_path, "doubled"))
    assert ["quadrupled"] == [column.name for column in bundle.outputs]
    assert {"quadrupled": 12.0} == bundle.scorer().score({"x": 3.0})
    with pytest.raises(sr.BundleError, match="no stage makes the column `doubled`"):
        bundle.scorer(["doubled"])


def test_a_trace_shows_it(tmp_path: Path) -> None:
    trace = sr.load(write(tmp_path, "doubled")).scorer().trace({"x": 3.0})
    assert [{"doubled": 6.0}, {"quadrupled": 12.0}] == [columns for _, columns in trace]


def test_golden_rows_need_not_have_it(tmp_path: Path) -> None:
    bundle = sr.load(write(tmp_path, "doubled"))
    golden = b'{"columns": {"quadrupled": "exact"}, "rows": [{"input": {"x": 1}, "output": %s}]}'
    assert 1 == sr.verify(bundle, golden % b'{"quadrupled": 4.0}').rows


def test_stages_after_the_pipeline_cannot_read_it(tmp_path: Path) -> None:
    with pytest.raises(sr.BundleError, match="reads the column `doubled`, which is dropped"):
        sr.load(write(tmp_path, "doubled", after=[("more", "doubled")]))


def test_what_nobody_has_made_cannot_be_dropped(tmp_path: Path) -> None:
    with pytest.raises(
        sr.BundleError, match="drops the column `other`, which no earlier stage makes"
    ):
        sr.load(write(tmp_path, "other"))


def test_what_is_dropped_belongs_to_the_digest(tmp_path: Path) -> None:
    kept, dropped = write(tmp_path / "kept"), write(tmp_path / "dropped", "doubled")
    assert sr.load(kept).digest != sr.load(dropped).digest
