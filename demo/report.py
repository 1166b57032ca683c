"""Answers beside Spark's, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from demo.comparison import Comparison


def answers_table(comparisons: Sequence[Comparison]) -> Table:
    """A row for each flight."""
    table = Table(title="How likely is the flight late?", title_justify="left")
    for name in ("flight", "hour"):
        table.add_column(name)
    for name in ("Spark", "POST /predict"):
        table.add_column(name, justify="right")
    table.add_column("equal")
    for each in comparisons:
        flight = each.flight
        route = f"{flight['carrier']} {flight['origin']}-{flight['dest']}"
        equal = "yes" if each.equal else "NO"
        table.add_row(
            route, str(flight.get("dep_hour")), repr(each.spark), repr(each.served), equal
        )
    return table
