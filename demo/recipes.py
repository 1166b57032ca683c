"""`make recipes`: trains each recipe on all of its data; the service verifies each bundle."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import monotonic

from saltus_training.recipes import RECIPES

from demo.processes import COMMANDS, run

OUTPUT = Path("demo-output/recipes")


def main() -> None:
    """Train the recipes named, all of them if none is; the exit code is 0 if each one works."""
    for name in sys.argv[1:] or RECIPES:
        start = monotonic()
        try:
            run([COMMANDS / "saltus-train", "run", name, "--full", "--output", str(OUTPUT)])
            for bundle in sorted(OUTPUT.glob(f"{name}-*.zip")):
                run([COMMANDS / "saltus", "verify", bundle])
        except subprocess.CalledProcessError as error:
            sys.exit(f"recipes: {error}")
        print(f"{name}: {monotonic() - start:.0f} s\n")


if __name__ == "__main__":
    main()
