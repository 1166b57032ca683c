"""`saltus-train schema show`."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic.json_schema import models_json_schema
from rich.console import Console
from rich.table import Table
from saltus_schema import FeatureSchema, request_model, response_model

from saltus_training.cli.errors import short_errors
from saltus_training.schema_source import load_schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from saltus_schema import Field


class Form(StrEnum):
    """How a schema is shown."""

    TABLE = "table"
    JSON = "json"
    JSON_SCHEMA = "json-schema"
    OPENAPI = "openapi"
    STRUCT = "struct"


def show_schema(
    path: Annotated[
        Path, typer.Argument(metavar="FILE", help="A schema, a bundle or Spark's StructType.")
    ],
    *,
    form: Annotated[Form, typer.Option("--as", help="The form.")] = Form.TABLE,
) -> None:
    """Show a schema.

    For people, as canonical JSON, as JSON Schema of a request, as components of an OpenAPI
    document, or as Spark's StructType.
    """
    with short_errors():
        schema = load_schema(path)
    if form is Form.TABLE:
        console = Console()
        console.print(_inputs(schema))
        console.print(_outputs(schema))
        typer.echo(f"semantic fingerprint {schema.semantic_fingerprint}")
        typer.echo(f"full fingerprint     {schema.full_fingerprint}")
        return
    if form is Form.JSON:
        typer.echo(schema.to_json(), nl=False)
        return
    typer.echo(json.dumps(_DOCUMENTS[form](schema), indent=2, ensure_ascii=False))


def _openapi(schema: FeatureSchema) -> dict[str, Any]:
    _, document = models_json_schema(
        [(request_model(schema), "validation"), (response_model(schema), "serialization")],
        ref_template="#/components/schemas/{model}",
    )
    return {"components": {"schemas": document["$defs"]}}


_DOCUMENTS: dict[Form, Callable[[FeatureSchema], dict[str, Any]]] = {
    Form.JSON_SCHEMA: lambda schema: request_model(schema).model_json_schema(),
    Form.OPENAPI: _openapi,
    Form.STRUCT: FeatureSchema.spark_struct,
}


def _inputs(schema: FeatureSchema) -> Table:
    table = Table(title=f"Inputs of {schema.name}", title_justify="left")
    for name in ("name", "type", "null", "missing", "accepts", "unit", "example"):
        table.add_column(name, overflow="fold")
    for field in schema.inputs:
        null = "yes" if field.nullable else "no"
        example = json.dumps(field.sample(), ensure_ascii=False)
        table.add_row(
            field.name,
            field.type,
            null,
            _missing(field),
            _accepts(field),
            field.unit or "",
            example,
        )
    return table


def _outputs(schema: FeatureSchema) -> Table:
    table = Table(title="Outputs", title_justify="left")
    for name in ("name", "type", "role", "labels"):
        table.add_column(name, overflow="fold")
    for output in schema.outputs:
        table.add_row(output.name, output.type, output.role, ", ".join(output.labels or ()))
    return table


def _missing(field: Field) -> str:
    if field.on_missing != "default":
        return field.on_missing
    return json.dumps(field.default, ensure_ascii=False)


def _accepts(field: Field) -> str:
    parts = []
    if field.minimum is not None or field.maximum is not None:
        suffix = " or a warning" if field.on_out_of_range == "warn" else ""
        parts.append(f"{field.bounds}{suffix}")
    if field.categories is not None:
        others = {"error": "", "keep": " or others", "warn": " or others with a warning"}
        listed = ", ".join(map(str, field.categories))
        parts.append(listed + others[field.on_unseen])
    return "; ".join(parts)
