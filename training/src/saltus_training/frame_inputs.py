"""The inputs of a model where nobody declares them, but there is a frame."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from saltus_training.conversion import convert
from saltus_training.errors import ExportError
from saltus_training.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from os import PathLike

    from saltus_training.conversion import Conversion
    from saltus_training.saved_model import Folder
    from saltus_training.sql import Session


def convert_for_frame(
    saved_model: str | PathLike[str] | Folder, struct: Mapping[str, Any], session: Session
) -> Conversion:
    """Converts a model whose inputs are the columns of a frame that scoring needs.

    What only training needs, such as the label, is left out where Spark can score without it.

    Args:
        saved_model: The folder that was passed to `model.save`.
        struct: The frame's StructType as decoded JSON.
        session: The settings of Spark's session that SQL depends on.

    Raises:
        ExportError: The model cannot be exported.
    """
    whole = convert(saved_model, struct, session=session)
    for names in filter(None, _candidates(whole)):
        fields = [field for field in struct["fields"] if field["name"] not in names]
        try:
            smaller = convert(saved_model, {**struct, "fields": fields}, session=session)
        except ExportError:
            # A stage that scores reads it, too.
            continue
        listed = ", ".join(f"`{name}`" for name in sorted(names))
        left_out = Finding(
            "target-left-out",
            f"only training needs {listed} of the frame: the bundle has no such input",
            fix="declare it in a schema if requests shall bring it all the same",
            stage="schema",
        )
        return replace(smaller, findings=(left_out, *smaller.findings))
    return whole


def _candidates(conversion: Conversion) -> Iterator[set[str]]:
    """The inputs that only training seems to need: all of them, then each by itself."""
    sockets = [
        (given.name, made.name)
        for item in conversion.root.walk()
        for given, made in zip(item.node.inputs, item.node.outputs, strict=False)
    ]
    names = {given for given, made in sockets if made in conversion.targets}
    yield names
    if len(names) > 1:
        yield from ({name} for name in sorted(names))
