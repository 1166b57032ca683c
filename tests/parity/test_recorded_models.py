"""Every recorded model converts, and the runtime gives what Spark gave: no Spark needed."""

from __future__ import annotations

from pathlib import Path

import pytest
import saltus_runtime
from saltus_testing.recorded import RecordedModel, find_recorded
from saltus_training.notes import GOLDEN_ROWS, assemble

RECORDED = find_recorded(Path(__file__).parent / "recorded")


@pytest.mark.parametrize("model", RECORDED, ids=lambda model: model.name)
def test_the_runtime_answers_as_spark_did(model: RecordedModel, tmp_path: Path) -> None:
    conversion = model.convert(tmp_path)
    content = assemble(conversion, "case", {GOLDEN_ROWS: model.golden_rows(conversion)})

    verification = saltus_runtime.verify(saltus_runtime.load(content))

    assert ("golden", len(model.document["rows"])) == (verification.status, verification.rows)
