"""Replaying golden rows takes so much time only."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
import saltus_runtime as sr
from saltus_testing.mleap import write_node

if TYPE_CHECKING:
    from pathlib import Path

# A row of which costs this op some 17 million products.
SIZE = 4096
ROWS = 300


def load(folder: Path, limits: sr.Limits) -> sr.Bundle:
    attributes = {"input_size": {"long": SIZE}, "inverse": {}}
    write_node(folder, "dct", attributes, inputs={"input": "v"}, outputs={"output": "w"})
    return sr.load(folder, limits=limits)


def golden(bundle: sr.Bundle, rows: int) -> bytes:
    """Rows that are right, so that nothing ends their replay but their number."""
    row = {"v": [1.0] * SIZE}
    scored = bundle.scorer().score(row)
    assert scored is not None
    cells = {"v": row["v"], "w": scored["w"]}
    vectors = {name: {"type": "dense", "values": values} for name, values in cells.items()}
    line = json.dumps({"input": {"v": vectors["v"]}, "output": {"w": vectors["w"]}})
    return f'{{"columns": {{"w": "exact"}}, "rows": [{",".join([line] * rows)}]}}'.encode()


def test_rows_that_take_too_long_are_a_limit_error_that_says_where(tmp_path: Path) -> None:
    bundle = load(tmp_path, sr.Limits(verify_seconds=1))
    rows = golden(bundle, ROWS)

    start = time.process_time()
    with pytest.raises(sr.BundleLimitError, match="longer than 1 s to replay, and is at row") as e:
        sr.verify(bundle, rows)

    assert 3.0 > time.process_time() - start
    assert "notes/golden_rows.json" == e.value.member
    assert "verify_seconds" in (e.value.hint or "")


def test_rows_within_the_limit_are_replayed(tmp_path: Path) -> None:
    bundle = load(tmp_path, sr.Limits(verify_seconds=600))

    assert 2 == sr.verify(bundle, golden(bundle, 2)).rows
