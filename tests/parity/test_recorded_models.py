"""Every recorded model converts, and the runtime gives what Spark gave: no Spark needed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import saltus_runtime
from saltus_testing.recorded import RecordedModel, find_recorded
from saltus_training.notes import GOLDEN_ROWS, assemble

if TYPE_CHECKING:
    from saltus_training.bundle import Encoding

ENCODINGS: tuple[Encoding, ...] = ("json", "protobuf")
RECORDED = find_recorded(Path(__file__).parent / "recorded")


@pytest.mark.parametrize("model", RECORDED, ids=lambda model: model.name)
def test_the_runtime_answers_as_spark_did(model: RecordedModel, tmp_path: Path) -> None:
    """From JSON and from protobuf, which are one model to the runtime."""
    conversion = model.convert(tmp_path)
    notes = {GOLDEN_ROWS: model.golden_rows(conversion)}
    json, protobuf = (
        saltus_runtime.load(assemble(conversion, "case", notes, encoding)) for encoding in ENCODINGS
    )
    assert list(ENCODINGS) == [json.format, protobuf.format]
    assert json.digest == protobuf.digest

    for bundle in (json, protobuf):
        verification = saltus_runtime.verify(bundle)
        assert ("golden", len(model.document["rows"])) == (verification.status, verification.rows)
