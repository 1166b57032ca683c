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
ModelOption = Annotated[
    str | None,
    typer.Option("--model", envvar="SALTUS_MODEL", help="Name in the store; else its only model."),
]
StoreOption = Annotated[
    Path,
    typer.Option("--store", envvar="SALTUS_STORE", help="Folder of the store.", file_okay=False),
]
StorePathOption = Annotated[
    Path | None,
    typer.Option("--store", help="Serve from this store; else SALTUS_STORE.", file_okay=False),
]
VersionArgument = Annotated[
    str, typer.Argument(help="Digest, the beginning of it, or the version on the model card.")
]
GenerationOption = Annotated[
    int | None, typer.Option(help="Do it only if this generation is in force.", min=0)
]
ReasonOption = Annotated[str, typer.Option(help="Why, for the history.")]
BreakingOption = Annotated[
    str | None,
    typer.Option(metavar="REASON", help="Let it break clients, and record why that is right."),
]
WaitOption = Annotated[
    bool, typer.Option("--wait/--no-wait", help="Wait until every worker serves it.")
]
SecondsOption = Annotated[
    float, typer.Option("--timeout", help="Seconds to wait for the workers.", min=0.0)
]
DEFAULT_STORE = Path("bundles")
