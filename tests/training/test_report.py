"""Tables for people."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console
from saltus_training.evaluation import BinaryEvaluation, Confusion
from saltus_training.report import metrics_table, missing_table

if TYPE_CHECKING:
    from rich.table import Table

CONFUSION = Confusion(true_positive=300, false_positive=100, true_negative=500, false_negative=100)


def lines(table: Table) -> list[list[str]]:
    stream = io.StringIO()
    Console(file=stream, width=120).print(table)
    cells = [line.strip("│┃").split("│") for line in stream.getvalue().splitlines()]
    return [[cell.strip() for cell in row] for row in cells]


def test_pipelines_stand_side_by_side_with_the_reference() -> None:
    evaluations = {
        "linear": BinaryEvaluation(CONFUSION, area_under_roc=0.71, area_under_pr=0.6),
        "forest": BinaryEvaluation(CONFUSION, area_under_roc=0.8, area_under_pr=0.7),
    }

    rows = lines(metrics_table(evaluations))

    assert ["area under ROC", "0.710", "0.800", "0.500 (chance)"] in rows
    assert ["accuracy", "0.800", "0.800", "0.600 (majority)"] in rows
    assert ["recall", "0.750", "0.750", ""] in rows
    assert "1,000 rows" in rows[0][0]


def test_the_emptiest_input_comes_first() -> None:
    rows = lines(missing_table({"seats": 20, "wind_gust": 1_900, "engines": 20}, 2_000))

    body = [row for row in rows if row[-1].endswith("%")]

    assert [["wind_gust", "1,900", "95.0%"], ["engines", "20", "1.0%"]] == body[:2]
