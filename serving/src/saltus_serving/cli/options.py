"""Arguments and options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

BundleArgument = Annotated[Path, typer.Argument(help="A zip file or a directory.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")]
GoldenOption = Annotated[
    bool, typer.Option("--require-golden", help="Refuse a bundle that has no golden rows.")
]
