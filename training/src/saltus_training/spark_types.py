"""Spark's names and StructType JSON, without Spark."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any, cast

from saltus_training.columns import Column, Slot
from saltus_training.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Mapping

Json = dict[str, Any]

# Spark's JSON name of a type -> the name the schema, the runtime and the notes share.
_RENAMED = {"integer": "int"}


def quoted(name: str) -> str:
    """Returns a column name as Spark's functions take it, whatever characters it has."""
    return "`{}`".format(name.replace("`", "``"))


def struct_columns(struct: Mapping[str, Any]) -> list[Column]:
    """Returns the columns of a StructType in JSON form, with their ML attributes.

    Raises:
        ExportError: It is no StructType.
    """
    try:
        return [_column(field) for field in struct["fields"]]
    except (KeyError, TypeError, AttributeError) as error:
        raise ExportError(
            f"the schema is no Spark StructType in JSON form ({error!r})",
            fix="give `frame.schema.jsonValue()` or a FeatureSchema",
        ) from error


def _column(field: Json) -> Column:
    attributes: Json = (field.get("metadata") or {}).get("ml_attr", {})
    slots = _slots(attributes)
    labels = attributes.get("vals")
    return Column(
        name=field["name"],
        type=_type_name(field["type"], slots, attributes.get("num_attrs")),
        nullable=field["nullable"],
        labels=None if labels is None else tuple(labels),
        arity=_arity(attributes),
        slots=slots,
        origin=field["name"],
    )


def _type_name(json: str | Json, slots: tuple[Slot, ...] | None, size: int | None) -> str:
    if isinstance(json, str):
        return _RENAMED.get(json, json)
    kind = json["type"]
    if kind == "array":
        return f"list<{_type_name(json['elementType'], None, None)}>"
    if kind == "udt" and str(json.get("class", json.get("pyClass"))).endswith(".VectorUDT"):
        known = size if slots is None else len(slots)
        return "vector" if known is None else f"vector[{known}]"
    # Named, so that a stage that reads it can say what it met.
    return cast("str", kind)


def _slots(attributes: Json) -> tuple[Slot, ...] | None:
    if "attrs" not in attributes:
        return None
    listed = [
        (entry["idx"], _slot(entry, kind))
        for kind, group in attributes["attrs"].items()
        for entry in group
    ]
    return tuple(slot for _, slot in sorted(listed, key=itemgetter(0)))


def _slot(entry: Json, kind: str) -> Slot:
    name = entry.get("name", str(entry["idx"]))
    if kind != "nominal":
        return Slot(name)
    labels = entry.get("vals")
    return Slot(name, _arity(entry), labels=None if labels is None else tuple(labels))


def _arity(attribute: Json) -> int | None:
    if attribute.get("type") == "binary":
        return None
    if "vals" in attribute:
        return len(attribute["vals"])
    return cast("int | None", attribute.get("num_vals"))
