"""Where the categories that a schema lists are not those that a model knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.findings.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from saltus_training.converters.base import Scope

_MOST_LISTED = 5


def categories_differ(scope: Scope) -> Iterator[Finding]:
    """The schema admits values that a stage never saw, or refuses values that it knows."""
    declared = {column.name: column for column in scope.columns.inputs}
    for record in scope.records:
        for name, labels in record.converted.categories.items():
            column = declared[name]
            if column.categories is None:
                continue
            known, listed = set(labels), dict.fromkeys(map(str, column.categories))
            unseen = [value for value in listed if value not in known]
            if unseen:
                yield Finding(
                    "categories-differ",
                    f"the schema lists {_listed(unseen)} among the categories of `{name}`, which "
                    "the model never saw: as any unseen value, it raises, is dropped or is kept",
                    fix="take it out of the categories, or fit with rows that have it",
                    stage=record.label,
                )
            refused = [label for label in labels if label not in listed]
            if refused and not column.accepts_unseen:
                yield Finding(
                    "categories-differ",
                    f"the model knows {_listed(refused)} for `{name}`, which the schema refuses",
                    fix='add it to the categories, or declare them with on_unseen="keep"',
                    stage=record.label,
                )


def _listed(values: Sequence[str]) -> str:
    shown = ", ".join(f"`{value}`" for value in values[:_MOST_LISTED])
    more = len(values) - _MOST_LISTED
    return f"{shown} and {more:,} more" if more > 0 else shown
