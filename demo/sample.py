"""`make sample`: trains the small bundle that is committed, so that `make serve` needs no Spark."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from demo.processes import COMMANDS, run

PIPELINE = "logistic_regression"


def main() -> None:
    """Train on a sample of the flights and put the bundle where the argument says."""
    target = Path(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="saltus-sample-") as folder:
        command = ["run", "flights_late", "--pipeline", PIPELINE, "--output", folder]
        run([COMMANDS / "saltus-train", *command])
        shutil.move(Path(folder) / f"flights_late-{PIPELINE}.zip", target)


if __name__ == "__main__":
    main()
