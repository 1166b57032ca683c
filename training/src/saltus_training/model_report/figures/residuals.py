"""Where a regression is off, and by how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.model_report.drawing import COLORS, GREY, drawing
from saltus_training.model_report.section import Figure

if TYPE_CHECKING:
    from saltus_training.model_report.content import Content


def residuals(content: Content) -> Figure | None:
    """The truth and the residuals, by what was predicted."""
    table = content.evaluation.get("residuals")
    if not table:
        return None
    predicted = [each["prediction"] for each in table]
    mean = [each["residual"] for each in table]
    spread = [each["rmse"] for each in table]
    largest = max(each["rows"] for each in table)
    sizes = [10 + 60 * each["rows"] / largest for each in table]
    with drawing(width=7.6, parts=2) as drawn:
        truth, left = drawn.axes
        ends = [min(predicted), max(predicted)]
        truth.plot(ends, ends, color=GREY, linestyle=":", label="perfect")
        actual = [x + residual for x, residual in zip(predicted, mean, strict=True)]
        truth.scatter(predicted, actual, s=sizes, color=COLORS[0], zorder=3)
        truth.set(xlabel="prediction", ylabel="mean truth")
        truth.legend(loc="upper left", frameon=False)
        left.axhline(0, color=GREY, linestyle=":")
        left.errorbar(predicted, mean, yerr=spread, fmt="none", ecolor=COLORS[5], zorder=2)
        left.scatter(predicted, mean, s=sizes, color=COLORS[1], zorder=3)
        left.set(xlabel="prediction", ylabel="residual")
    worst = max(table, key=lambda each: each["rmse"])
    return Figure(
        drawn.uri,
        f"The error is largest where about {worst['prediction']:.4g} is predicted: there it is "
        f"{worst['rmse']:.4g} (RMSE), over {worst['rows']:,} rows.",
        "Each point is a bin of predictions, larger with more rows. A residual is the truth less "
        "the prediction; bars are the RMSE of a bin either way.",
    )
