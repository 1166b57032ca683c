"""Tables for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from saltus_training.evaluation import Evaluation, Measure
    from saltus_training.recipes.recipe import Known


def metrics_table(evaluations: Mapping[str, Evaluation], known: Known | None = None) -> Table:
    """Every pipeline's figures, beside what learning nothing gives and what others reached.

    Args:
        evaluations: By pipeline; at least one, all of one task and on the same rows.
        known: What others reached with the same data.

    Returns:
        A row for each figure, a column for each pipeline.
    """
    first = next(iter(evaluations.values()))
    table = Table(title=f"On {first.rows:,} rows that no pipeline has seen", title_justify="left")
    table.add_column("figure")
    for pipeline in evaluations:
        table.add_column(pipeline, justify="right")
    table.add_column("without learning")
    for measures in zip(*(each.measures() for each in evaluations.values()), strict=True):
        values = (f"{measure.value:.3f}" for measure in measures)
        table.add_row(measures[0].name, *values, _reference(measures[0]))
    if known is not None:
        table.caption = f"Known: {known.measure} {known.value:g}, {known.source}"
        table.caption_justify = "left"
    return table


def missing_table(missing: Mapping[str, int], rows: int) -> Table:
    """Where the data has gaps that the pipelines have to deal with.

    Args:
        missing: How many rows lack a value, by input.
        rows: How many rows there are.

    Returns:
        A row for each input, the emptiest first.
    """
    table = Table(title=f"Missing values in {rows:,} rows", title_justify="left")
    table.add_column("input")
    table.add_column("missing", justify="right")
    table.add_column("share", justify="right")
    for name, count in sorted(missing.items(), key=lambda item: (-item[1], item[0])):
        table.add_row(name, f"{count:,}", f"{count / rows:.1%}")
    return table


def _reference(measure: Measure) -> str:
    if measure.reference is None:
        return ""
    return f"{measure.reference:.3f} ({measure.reference_note})"
