"""One text for one value, so that equal declarations have equal fingerprints."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def dumps(value: Any, *, indent: int | None = None) -> str:
    """Write JSON with sorted keys; NaN and infinities have no place in it.

    Raises:
        ValueError: There is a NaN or an infinity.
    """
    return json.dumps(value, sort_keys=True, allow_nan=False, ensure_ascii=False, indent=indent)


def fingerprint(value: Any) -> str:
    """Return the sha256 of the value's text, in hex."""
    return hashlib.sha256(dumps(value).encode()).hexdigest()
