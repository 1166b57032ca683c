"""What a classifier reaches at every threshold: the ROC curve, and precision by recall."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from saltus_training.model_report.drawing import COLORS, GREY, drawing
from saltus_training.model_report.section import Figure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from saltus_training.model_report.content import Content

# The false positive rate and the recall that the words of a figure tell of.
_FALSE_ALARMS = 0.1
_FOUND = 0.5


def roc(content: Content) -> Figure | None:
    """True positive rate by false positive rate."""
    curves = _by_class(content, "roc")
    if not curves:
        return None
    said = []
    with drawing() as drawn:
        (axes,) = drawn.axes
        axes.plot([0, 1], [0, 1], color=GREY, linestyle=":", label="chance")
        for index, (name, points) in enumerate(curves.items()):
            axes.plot(*zip(*points, strict=True), color=_color(index), label=name)
            reached = max(hits for alarms, hits in points if alarms <= _FALSE_ALARMS)
            said.append(
                f"{reached:.0%} of “{name}” are found with {_FALSE_ALARMS:.0%} false alarms"
            )
        axes.set(xlabel="false positive rate", ylabel="true positive rate")
        axes.legend(loc="lower right", frameon=False)
    return Figure(drawn.uri, _sentence(content, "area_under_roc", said))


def precision_recall(content: Content) -> Figure | None:
    """Precision by recall."""
    curves = _by_class(content, "precision_recall")
    if not curves:
        return None
    said = []
    base_rate = content.card.get("metrics", {}).get("base_rate")
    with drawing() as drawn:
        (axes,) = drawn.axes
        if isinstance(base_rate, float):
            axes.axhline(base_rate, color=GREY, linestyle=":", label="base rate")
        for index, (name, points) in enumerate(curves.items()):
            axes.plot(*zip(*points, strict=True), color=_color(index), label=name)
            _, precision = next(point for point in points if point[0] >= _FOUND)
            said.append(f"where {_FOUND:.0%} of “{name}” are found, {precision:.0%} are right")
        axes.set(xlabel="recall", ylabel="precision", ylim=(0, 1.02))
        axes.legend(loc="best", frameon=False)
    return Figure(drawn.uri, _sentence(content, "area_under_pr", said))


def _by_class(content: Content, key: str) -> Mapping[str, Sequence[Any]]:
    """One curve of a binary classifier, one for each class otherwise."""
    found = content.evaluation.get(key) or {}
    if isinstance(found, list):
        return {content.class_name(1): found}
    return {content.class_name(index): found[index] for index in sorted(found, key=int)}


def _color(index: int) -> str:
    return COLORS[index % len(COLORS)]


def _sentence(content: Content, area: str, said: Sequence[str]) -> str:
    figures = content.card.get("metrics", {})
    value = figures.get(area, figures.get(f"{area}_macro"))
    start = [] if value is None else [f"the area under the curve is {value:.3f}"]
    text = "; ".join([*start, *said])
    return f"{text[:1].upper()}{text[1:]}."
