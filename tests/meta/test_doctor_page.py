"""The page on the doctor lists the rules that the code has; each has a deliberate mistake."""

from __future__ import annotations

import re
from pathlib import Path

from saltus_testing.mistakes import MISTAKES

ROOT = Path(__file__).parents[2]
RULE = re.compile(r'(?:rule=|Finding\(\s*|NOT_EXPRESSIBLE: ClassVar\[str\] = )"([a-z-]+)"')
CHOSEN = re.compile(r'rule="([a-z-]+)" if .*? else "([a-z-]+)"')

#: Of an export from a frame, which the doctor does not see; test_frame_inputs.py has it.
NOT_THE_DOCTORS = {"target-left-out"}


def test_every_rule_is_on_the_page_and_the_other_way_round() -> None:
    assert set(re.findall(r"^\| `([a-z-]+)`", page(), re.MULTILINE)) == rules()


def test_every_rule_has_a_deliberate_mistake() -> None:
    """Which tests/training/export/test_doctor.py holds to stage, reason and fix."""
    assert rules() - NOT_THE_DOCTORS == {rule for _, rule, *_ in MISTAKES.values()}


def page() -> str:
    return (ROOT / "docs/doctor.md").read_text(encoding="utf-8")


def rules() -> set[str]:
    sources = (ROOT / "training/src/saltus_training").rglob("*.py")
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    found = set(RULE.findall(code))
    return found.union(*CHOSEN.findall(code))
