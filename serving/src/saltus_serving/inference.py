"""A schema for a bundle that brings none, as plain MLeap writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from saltus_schema import FeatureSchema, Field, Output, parse_type

if TYPE_CHECKING:
    from saltus_runtime import Bundle, Column

Role = Literal["prediction", "probability", "raw_prediction", "other"]

# The names that Spark gives these columns unless it is told otherwise.
_USUAL: dict[str, Role] = {
    "prediction": "prediction",
    "probability": "probability",
    "rawPrediction": "raw_prediction",
}


def infer_schema(bundle: Bundle) -> FeatureSchema:
    """Return a schema of what the bundle's ops tell: names and types, any of them null.

    The outputs are Spark's usual columns. Where there is no `prediction`, the column of the
    last stage is it, if it is one number; otherwise the last stage's columns are the outputs.

    Raises:
        SchemaError: The ops tell too little for a service.
    """
    return FeatureSchema(
        name=bundle.name,
        inputs=tuple(Field(name=c.name, type=c.type, nullable=True) for c in bundle.inputs),
        outputs=tuple(_outputs(bundle)),
    )


def _outputs(bundle: Bundle) -> list[Output]:
    columns = {column.name: column for column in bundle.outputs}
    roles: dict[str, Role] = {name: role for name, role in _USUAL.items() if name in columns}
    if "prediction" not in roles and bundle.stages:
        last = bundle.stages[-1].outputs
        alone = len(last) == 1 and parse_type(columns[last[0]].type).numeric
        roles |= {name: "prediction" if alone else "other" for name in last if name not in roles}
    return [_output(columns[name], role) for name, role in roles.items()]


def _output(column: Column, role: Role) -> Output:
    # A column may bear a usual name and be something else; and a probability of unknown size
    # gives no names to its classes.
    vector = column.type.startswith("vector")
    sized = column.type.startswith("vector[")
    fits = {"probability": sized, "raw_prediction": vector}.get(role, True)
    return Output(name=column.name, type=column.type, role=role if fits else "other")
