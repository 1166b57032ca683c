"""`saltus-train schema diff`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from saltus_schema import Comparison, compare

from saltus_training.cli.errors import short_errors
from saltus_training.schema_source import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saltus_schema.compatibility import Aspect

_BREAKING = 1
_ASPECTS: tuple[Aspect, ...] = ("client", "model", "output")


def diff_schemas(
    old: Annotated[Path, typer.Argument(help="Schema file or bundle that is in use.")],
    new: Annotated[Path, typer.Argument(help="Schema file or bundle to take its place.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say whether one schema may take the place of another, and why not.

    Exit code 0: nothing breaks; 1: something does, or a file cannot be read; 2: wrong command line.
    """
    with short_errors():
        comparison = compare(load_schema(old), load_schema(new))
    if as_json:
        typer.echo(json.dumps(comparison.to_dict(), indent=2, ensure_ascii=False))
    else:
        for line in _lines(comparison):
            typer.echo(line)
    if not comparison.safe:
        raise typer.Exit(_BREAKING)


def _lines(comparison: Comparison) -> Iterator[str]:
    if comparison.identical:
        yield "the schemas mean the same"
        return
    for aspect in _ASPECTS:
        yield f"{aspect}-safe: {'yes' if comparison.safe_for(aspect) else 'no'}"
    for reason in comparison.reasons:
        yield f"{reason.verdict} for the {reason.aspect}: {reason}"
