"""Which features a model listens to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.model_report.drawing import COLORS, drawing
from saltus_training.model_report.section import Figure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from saltus_training.model_report.content import Content

_SHOWN = 20
_UNREAD = {"clustering", "recommendation"}
_LONGEST_NAME = 40
_MEASURED = (
    "importance",
    "Of trees Spark's own, which adds up to 1; else coefficient times deviation of the feature.",
)
_READ = {
    "coefficients": (
        "size of the coefficient",
        "Read from the model, as its card has no importance; on a large scale it is small.",
    ),
    "splits": (
        "splits",
        "Read from the model, as its card has no importance: how many splits ask for the feature.",
    ),
}


def importance(content: Content) -> Figure | None:
    """The strongest features, from the card or else from the model itself."""
    measured: Mapping[str, float] = content.evaluation.get("importance") or {}
    if measured:
        return _bars(measured, *_MEASURED)
    # A recommender may have a regression on the way, of which it is not made.
    if content.task in _UNREAD or content.weights is None:
        return None
    if content.weights.by_feature:
        return _bars(content.weights.by_feature, *_READ[content.weights.kind])
    return None


def _bars(weights: Mapping[str, float], label: str, note: str) -> Figure:
    # A card is a mapping in no order.
    ranked = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:_SHOWN]
    names = [_short(name) for name, _ in ranked]
    with drawing(width=7.6, height=1.0 + 0.22 * len(ranked)) as drawn:
        (axes,) = drawn.axes
        places = range(len(ranked))
        axes.barh(places, [weight for _, weight in ranked], color=COLORS[0])
        axes.set_yticks(places, names)
        axes.set_ylim(len(ranked) - 0.4, -0.6)
        axes.set(xlabel=label)
        axes.grid(visible=False, axis="y")
    strongest = ", ".join(f"“{name}” {weight:.3g}" for name, weight in ranked[:3])
    return Figure(drawn.uri, f"The strongest features are {strongest}.", note)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
