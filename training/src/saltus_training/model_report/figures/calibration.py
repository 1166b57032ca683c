"""Whether probabilities mean what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.model_report.drawing import COLORS, GREY, drawing
from saltus_training.model_report.section import Figure

if TYPE_CHECKING:
    from saltus_training.model_report.content import Content


def calibration(content: Content) -> Figure | None:
    """What happened, by what was predicted."""
    found = content.evaluation.get("calibration") or {}
    by_class = {"1": found} if isinstance(found, list) else found
    if not by_class:
        return None
    said = []
    with drawing(width=7.6, parts=2) as drawn:
        line, bars = drawn.axes
        line.plot([0, 1], [0, 1], color=GREY, linestyle=":", label="perfect")
        for index, (key, table) in enumerate(
            sorted(by_class.items(), key=lambda pair: int(pair[0]))
        ):
            name, color = content.class_name(key), COLORS[index % len(COLORS)]
            predicted = [each["predicted"] for each in table]
            actual = [each["actual"] for each in table]
            rows = [each["rows"] for each in table]
            line.plot(predicted, actual, color=color, marker="o", markersize=4, label=name)
            bars.plot(predicted, rows, color=color, marker="o", markersize=4, label=name)
            gap = sum(
                count * abs(one - other)
                for count, one, other in zip(rows, predicted, actual, strict=True)
            ) / sum(rows)
            said.append(f"{gap:.3f} for “{name}”")
        line.set(xlabel="predicted probability", ylabel="share that happened")
        line.legend(loc="upper left", frameon=False)
        bars.set(xlabel="predicted probability", ylabel="rows", ylim=(0, None), xlim=(0, 1))
    return Figure(
        drawn.uri,
        f"Predicted and actual share differ by {', '.join(said)} in the mean over the rows.",
        "By tenth of the predicted probability. Above the dotted line more happened than was said.",
    )
