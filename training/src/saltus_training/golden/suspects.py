"""Which rows Spark will probably raise on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import saltus_runtime

from saltus_training.golden.encoding import encode
from saltus_training.notes import assemble

if TYPE_CHECKING:
    from collections.abc import Sequence

    from saltus_training.conversion import Conversion


def suspects(conversion: Conversion, rows: Sequence[dict[str, Any]]) -> list[bool]:
    """Tells for each row whether the runtime raises on it.

    Only a forecast: Spark is asked about every row. But a Spark job fails as a whole, so rows
    that are known to raise are better not mixed with the others.
    """
    try:
        bundle = saltus_runtime.load(assemble(conversion, "preview", {}))
    except saltus_runtime.BundleError:
        # The finished bundle will meet the same error, and be reported with it.
        return [False] * len(rows)
    scorer = bundle.scorer()
    return [_raises(scorer, row) for row in rows]


def _raises(scorer: saltus_runtime.Scorer, row: dict[str, Any]) -> bool:
    try:
        scorer.score({name: _plain(value) for name, value in row.items()})
    except saltus_runtime.ScoreError:
        return True
    return False


def _plain(value: Any) -> Any:
    """Keeps numbers as they are, NaN included; vectors, dates and times need another form."""
    if isinstance(value, dt.date):
        return encode(value)
    if hasattr(value, "toArray"):
        vector = encode(value)
        return value.toArray().tolist() if vector["type"] == "dense" else vector
    return value
