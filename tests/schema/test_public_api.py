"""What the package exports, and what it needs."""

from __future__ import annotations

import subprocess
import sys

import saltus_schema


def test_exports_are_sorted_and_there() -> None:
    assert sorted(saltus_schema.__all__) == saltus_schema.__all__
    for name in saltus_schema.__all__:
        assert hasattr(saltus_schema, name)


def test_nothing_but_pydantic_is_imported() -> None:
    program = (
        "import sys, saltus_schema;"
        "print([m for m in ('pyspark', 'py4j', 'numpy', 'fastapi', 'saltus_runtime')"
        " if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert "[]" == done.stdout.strip()
