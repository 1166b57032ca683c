"""The README's promises."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from saltus_schema import type_names
from saltus_schema.violation import Code

README = (Path(__file__).parents[2] / "schema/README.md").read_text(encoding="utf-8")


def test_the_examples_run(capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, object] = {}
    for code in re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL):
        exec(code, names)

    printed = capsys.readouterr().out.strip()
    assert "dep_hour: must be an integer between 0 and 23, got 17.5" == printed


@pytest.mark.parametrize("name", [*type_names(), *get_args(Code)])
def test_every_type_and_code_is_explained(name: str) -> None:
    assert f"`{name}`" in README
