"""What an attempt to load a bundle costs."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import saltus_runtime as sr

if TYPE_CHECKING:
    from pathlib import Path

# Loads a bundle and prints the error, the peak of memory in KiB and processor seconds.
LOAD = """
import sys, time
import saltus_runtime as sr
before = time.process_time()
try:
    sr.verify(sr.load(sys.argv[1]))
    outcome = "loaded"
except sr.SaltusRuntimeError as error:
    outcome = str(error)
seconds = time.process_time() - before
status = open("/proc/self/status").read()
print(ascii(outcome), status.split("VmHWM:")[1].split()[0], seconds, sep="\\n")
"""
MOST_KIB = 100 * 1024
MOST_SECONDS = 1.0 if sr.build_profile() == "release" else 30.0


def check_cost(path: Path) -> None:
    """Fails unless the bundle is refused within a second of processor time and 100 MB."""
    if sys.platform != "linux":
        pytest.skip("reads the peak of memory from /proc")
    child = subprocess.run(
        [sys.executable, "-c", LOAD, str(path)], capture_output=True, text=True, check=True
    )
    outcome, peak, seconds = child.stdout.splitlines()

    assert outcome.startswith((f"'{path}: ", f'"{path}: '))
    assert MOST_KIB > int(peak), outcome
    assert MOST_SECONDS > float(seconds), outcome
