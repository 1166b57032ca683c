"""Serving stands alone: no Spark, no JVM bridge, no data frames, no training code."""

from __future__ import annotations

import subprocess
import sys

FOREIGN = ["mleap", "numpy", "pandas", "py4j", "pyarrow", "pyspark", "saltus_training", "sklearn"]

PROGRAM = f"""
import sys
import saltus_serving.cli
print(sorted(name for name in {FOREIGN} if name in sys.modules))
"""


def test_importing_the_service_and_its_command_imports_nothing_foreign() -> None:
    found = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )

    assert "[]" == found.stdout.strip()
