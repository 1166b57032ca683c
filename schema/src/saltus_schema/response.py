"""What a client receives."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import pydantic
from pydantic import BaseModel, ConfigDict
from pydantic.json_schema import SkipJsonSchema

from saltus_schema.categories import among
from saltus_schema.documentation import class_name
from saltus_schema.record import Key, Record
from saltus_schema.types.floating import DOUBLE
from saltus_schema.violation import Violation

if TYPE_CHECKING:
    from saltus_schema.schema import FeatureSchema

Absent: TypeAlias = SkipJsonSchema[None]


class ModelInfo(BaseModel):
    """Which model answered."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    version: str = pydantic.Field(description="Version of the bundle.")
    digest: str = pydantic.Field(description="sha256 of the model, in hex.")


@lru_cache(maxsize=32)
def response_model(schema: FeatureSchema) -> type[BaseModel]:
    """Return the model of an answer.

    `prediction`, `label` and `probability` are there if the model has such outputs; `outputs`
    and `warnings` are left out of the answer unless they are given. Equal schemas share one
    model.
    """
    fields: dict[str, Any] = {}
    by_role = {output.role: output for output in schema.outputs}
    if "prediction" in by_role:
        fields["prediction"] = (by_role["prediction"].kind.answer_annotation() | None, ...)
        if schema.labels is not None:
            fields["label"] = (among(str, schema.labels) | None, ...)
    if "probability" in by_role:
        fields["probability"] = (_by_class(schema.class_names), ...)
    return pydantic.create_model(
        class_name(schema.name, "Response"),
        __config__=ConfigDict(frozen=True, extra="forbid"),
        __doc__=f"An answer of the model {schema.name}.",
        **fields,
        model=(ModelInfo, ...),
        outputs=_on_request(dict[str, Any], "The columns asked for, by name."),
        warnings=_on_request(list[Violation], "What was accepted and looks suspicious."),
    )


def _by_class(names: tuple[str, ...]) -> Any:
    probability = DOUBLE.answer_annotation()
    return Annotated[dict[str, Any], Record({name: Key(probability) for name in names})]


def _on_request(annotation: Any, description: str) -> tuple[Any, Any]:
    field = pydantic.Field(
        default=None,
        description=description,
        exclude_if=_is_none,
        json_schema_extra=_without_default,
    )
    return annotation | Absent, field


def _is_none(value: object) -> bool:
    return value is None


def _without_default(document: dict[str, Any]) -> None:
    document.pop("default", None)
