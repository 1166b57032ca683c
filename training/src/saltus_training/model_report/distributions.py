"""What the training data look like, feature by feature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from saltus_training.model_report.content import Content

WIDTH = 200
HEIGHT = 24
_MARGIN = 2
_MOST_BARS = 24
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A part of a small picture, in its pixels; strong ones are darker."""

    x: float
    y: float
    width: float
    height: float
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Distribution:
    """One feature.

    Attributes:
        name: Of the input.
        type: As the schema declares it; empty without a schema.
        missing: The share of rows without a value.
        says: What the picture shows, in words.
        picture: A box from quartile to quartile, or a bar for each category.
    """

    name: str
    type: str
    missing: str
    says: str
    picture: Sequence[Rectangle]


def distributions(content: Content) -> list[Distribution]:
    """Returns a distribution for each feature of the baseline, in the order of the inputs."""
    fields = {field.name: field.type for field in content.schema.inputs} if content.schema else {}
    names = [name for name in fields if name in content.baseline] or sorted(content.baseline)
    return [
        _distribution(name, str(fields.get(name, "")), content.baseline[name]) for name in names
    ]


def _distribution(name: str, kind: str, feature: Mapping[str, Any]) -> Distribution:
    missing = f"{feature.get('null_rate', 0):.1%}"
    if quantiles := feature.get("quantiles"):
        ends = (quantiles[share] for share in ("0", "0.25", "0.5", "0.75", "1"))
        lowest, low, median, high, highest = (_short(end) for end in ends)
        says = f"{lowest} to {highest}, half of them {low} to {high}, median {median}"
        return Distribution(name, kind, missing, says, list(_box(quantiles)))
    if counts := feature.get("counts"):
        ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        total = sum(counts.values()) + feature.get("other", 0)
        named = ", ".join(
            f"{key} {count / (total or 1):.0%}" for key, count in ranked[:_MOST_NAMED]
        )
        says = f"{len(counts):,} categories: {named}" + (" …" if len(ranked) > _MOST_NAMED else "")
        return Distribution(name, kind, missing, says, list(_bars([x for _, x in ranked])))
    distinct = feature.get("distinct")
    says = "" if distinct is None else f"about {distinct:,} different values"
    return Distribution(name, kind, missing, says, ())


def _box(quantiles: Mapping[str, float]) -> Iterator[Rectangle]:
    """Whiskers reach from the 5th to the 95th hundredth of the rows."""
    start, end = quantiles["0.01"], quantiles["0.99"]
    span = end - start

    def place(share: str) -> float:
        inner = WIDTH - 2 * _MARGIN
        return _MARGIN + (inner * (quantiles[share] - start) / span if span else inner / 2)

    middle = HEIGHT / 2
    yield Rectangle(place("0.05"), middle - 1, place("0.95") - place("0.05"), 2)
    yield Rectangle(place("0.25"), 4, place("0.75") - place("0.25"), HEIGHT - 8)
    yield Rectangle(place("0.5") - 1, 2, 2, HEIGHT - 4, strong=True)


def _bars(counts: Sequence[int]) -> Iterator[Rectangle]:
    shown = counts[:_MOST_BARS]
    step = (WIDTH - 2 * _MARGIN) / max(len(shown), 8)
    for index, count in enumerate(shown):
        height = (HEIGHT - 2) * count / (shown[0] or 1)
        yield Rectangle(_MARGIN + index * step, HEIGHT - height, step * 0.8, height)


def _short(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:.4g}"
