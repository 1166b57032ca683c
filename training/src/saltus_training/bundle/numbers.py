"""Doubles in the JSON of a bundle: docs/decisions/0005-infinities-are-numbers-beyond-double.md."""

from __future__ import annotations

import json
import re
from typing import Any

# Python's words for them are no JSON. A number too large for a double is, and is read as infinite.
_NUMBERS = {"NaN": "null", "Infinity": "1e999", "-Infinity": "-1e999"}
_TEXT_OR_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|NaN|-?Infinity')


def dumps(document: object, **options: Any) -> str:
    """Like `json.dumps` without spaces; NaN becomes null, an infinity a number beyond double."""
    text = json.dumps(document, separators=(",", ":"), **options)
    if not any(word in text for word in _NUMBERS):
        return text
    return _TEXT_OR_WORD.sub(lambda match: _NUMBERS.get(match[0], match[0]), text)
