"""Doubles in the JSON of a bundle: docs/decisions/0005-infinities-are-numbers-beyond-double.md."""

from __future__ import annotations

import re

# Python's words for them are no JSON. A number too large for a double is, and is read as infinite.
_NUMBERS = {"NaN": "null", "Infinity": "1e999", "-Infinity": "-1e999"}
_TEXT_OR_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|NaN|-?Infinity')


def standard(text: str) -> str:
    """Writes NaN as null and infinities as numbers beyond double in what `json` encoded."""
    if "NaN" not in text and "Infinity" not in text:
        return text
    return _TEXT_OR_WORD.sub(lambda match: _NUMBERS.get(match[0], match[0]), text)
