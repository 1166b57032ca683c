"""`saltus verify`."""

from __future__ import annotations

import json

import typer

from saltus_serving.cli.options import BundleArgument, GoldenOption, JsonOption
from saltus_serving.description import VerificationDescription
from saltus_serving.errors import BundleRefusedError
from saltus_serving.loading import open_bundle, verify_bundle


def verify(
    bundle: BundleArgument, *, as_json: JsonOption = False, require_golden: GoldenOption = False
) -> None:
    """Replay a bundle's golden rows: does it give what Spark gave?"""
    try:
        verification = verify_bundle(open_bundle(bundle), bundle, require_golden=require_golden)
    except BundleRefusedError as error:
        if as_json:
            typer.echo(json.dumps({"status": "refused", **vars(error)}))
        raise
    described = VerificationDescription.of(verification)
    if as_json:
        typer.echo(described.model_dump_json())
    elif described.status == "golden":
        typer.echo(f"{bundle}: {described.rows} golden rows give what Spark gave")
    else:
        typer.echo(f"{bundle}: there are no golden rows, so nothing is proven")
