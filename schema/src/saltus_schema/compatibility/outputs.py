"""Changes of the outputs, for those who read answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_schema.compatibility.reason import judge
from saltus_schema.wording import show, show_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from saltus_schema.compatibility.reason import Reason
    from saltus_schema.output import Output
    from saltus_schema.schema import FeatureSchema

KEEP = "keep it, or agree on the change with whoever reads the answers"


def compare_outputs(old: FeatureSchema, new: FeatureSchema) -> Iterator[Reason]:
    """Yield what becomes of every output."""
    after = {output.name: output for output in new.outputs}
    before = {output.name for output in old.outputs}
    fresh = [output for output in new.outputs if output.name not in before]
    for output in old.outputs:
        name = output.name
        if name in after:
            yield from _changed(output, after[name])
            yield from _labels(output, old, new)
        elif (heir := _heir(output, fresh)) is not None:
            yield judge(name, "output", "renamed", f"is {show(heir.name)} now", KEEP)
            yield from _labels(output, old, new)
        else:
            yield judge(name, "output", "removed", "was removed", KEEP)
    # Without a prediction, an answer has all columns in its place.
    replaces_all = old.outputs and all(output.role != "prediction" for output in old.outputs)
    for output in fresh:
        advice = KEEP if replaces_all and output.role == "prediction" else None
        yield judge(output.name, "output", "added", "was added", advice)


def _changed(old: Output, new: Output) -> Iterator[Reason]:
    if old.kind != new.kind:
        message = f"was {old.type} and is {new.type}"
        yield judge(old.name, "output", "type", message, KEEP)
    if old.role != new.role:
        message = f"was the {old.role} and is the {new.role}"
        yield judge(old.name, "output", "role", message, KEEP)


def _labels(output: Output, old: FeatureSchema, new: FeatureSchema) -> Iterator[Reason]:
    """Compare the labels that an answer shows for an output, wherever they are declared."""
    if output.role == "other":
        return
    named = output.role == "probability"
    before, after = (tuple(each.class_names if named else each.labels or ()) for each in (old, new))
    if before != after:
        message = f"its labels were {_listed(before)} and are {_listed(after)}"
        yield judge(output.name, "output", "labels", message, KEEP)


def _heir(output: Output, fresh: Sequence[Output]) -> Output | None:
    """Return the new output that has the role of one that is gone."""
    if output.role == "other":
        return None
    return next((found for found in fresh if found.role == output.role), None)


def _listed(labels: Sequence[str]) -> str:
    return show_all(labels) or "none"
