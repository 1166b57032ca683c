"""The schema as the Open Inference Protocol describes a model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from saltus_schema.column import Column
    from saltus_schema.schema import FeatureSchema

PLATFORM = "saltus"
ANY = -1


def open_inference_metadata(schema: FeatureSchema, name: str, version: str) -> dict[str, Any]:
    """Return what `GET /v2/models/{name}` answers, by version 2 of the protocol.

    Every column is a tensor whose first dimension are the rows, in any number.

    Args:
        schema: Inputs and outputs.
        name: The name under which the model is served.
        version: The version that is served.
    """
    return {
        "name": name,
        "versions": [version],
        "platform": PLATFORM,
        "inputs": [_tensor(column) for column in schema.inputs],
        "outputs": [_tensor(column) for column in schema.outputs],
    }


def _tensor(column: Column) -> dict[str, Any]:
    tensor = column.kind.tensor()
    return {"name": column.name, "datatype": tensor.datatype, "shape": [ANY, *tensor.shape]}
