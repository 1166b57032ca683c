"""The page on the doctor lists the rules that the code has, and no others."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
RULE = re.compile(r'(?:rule=|Finding\(\s*|NOT_EXPRESSIBLE: ClassVar\[str\] = )"([a-z-]+)"')
CHOSEN = re.compile(r'rule="([a-z-]+)" if .*? else "([a-z-]+)"')


def test_every_rule_is_on_the_page_and_the_other_way_round() -> None:
    sources = (ROOT / "training/src/saltus_training").rglob("*.py")
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    rules = set(RULE.findall(code))
    for pair in CHOSEN.findall(code):
        rules |= set(pair)
    page = (ROOT / "docs/doctor.md").read_text(encoding="utf-8")

    assert set(re.findall(r"^\| `([a-z-]+)`", page, re.MULTILINE)) == rules
