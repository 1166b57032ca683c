"""What the classifiers share: raw prediction, probability and prediction, as far as asked for."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from saltus_testing.reference.values import Undefined, Vector, present, total

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

ROUNDING = 1e-12


@dataclass(frozen=True)
class Raw:
    """A raw prediction, and how far apart two of its values must be to be told apart."""

    values: Sequence[float]
    rounding: float = 0.0


def argmax(values: Sequence[float], rounding: float = 0.0) -> float:
    """Return the first of the largest; NaN in front is never exceeded."""
    best = 0
    for index, value in enumerate(values):
        if value > values[best]:
            best = index
    if any(0.0 < values[best] - value <= rounding for value in values):
        raise Undefined
    return float(best)


def exceeds(value: float, limit: float, rounding: float) -> float:
    if 0.0 < abs(value - limit) <= rounding:
        raise Undefined
    return 1.0 if value > limit else 0.0


def divide(value: float, divisor: float) -> float:
    """Divide as IEEE has it, by zero too; neither is negative."""
    if divisor != 0.0:
        return value / divisor
    return math.inf if value > 0.0 else math.nan


def normalize(values: Sequence[float]) -> list[float]:
    whole = total(values)
    return [value / whole for value in values] if whole != 0.0 else list(values)


def exponential(value: float) -> float:
    return math.inf if value > 709.0 else math.exp(value)


class Classifier(ABC):
    """A fitted classifier; its features hold no null."""

    thresholds: Sequence[float] | None = None

    @abstractmethod
    def raw(self, features: Vector) -> Raw:
        """Return one value for each class."""

    @abstractmethod
    def probability(self, raw: Sequence[float]) -> list[float]:
        """Return the probability of each class."""

    def from_raw(self, raw: Raw) -> float:
        """Return the class, where there is a column for the raw prediction."""
        if self.thresholds is None:
            return argmax(raw.values, raw.rounding)
        return self.from_probability(self.probability(raw.values), raw.rounding)

    def from_probability(self, probability: Sequence[float], rounding: float) -> float:
        """Return the class, where there is a column for probabilities only."""
        if self.thresholds is None:
            return argmax(probability, ROUNDING + rounding)
        scaled = [divide(*pair) for pair in zip(probability, self.thresholds, strict=True)]
        # 0/0 is NaN, which is no candidate, in front or not.
        return argmax([-math.inf if math.isnan(s) else s for s in scaled], ROUNDING + rounding)

    def alone(self, raw: Raw) -> float:
        """Return the class, where there is no other column."""
        return self.from_raw(raw)

    def classify(self, features: Vector | None, ports: Collection[str]) -> dict[str, Any]:
        """Return the columns at *ports*."""
        raw = self.raw(present(features))
        columns: dict[str, Any] = {}
        if "raw_prediction" in ports:
            columns["raw_prediction"] = Vector.of(raw.values)
        if "probability" in ports:
            columns["probability"] = Vector.of(self.probability(raw.values))
        if "prediction" in ports:
            columns["prediction"] = self._predict(raw, ports)
        return columns

    def _predict(self, raw: Raw, ports: Collection[str]) -> float:
        if "raw_prediction" in ports:
            return self.from_raw(raw)
        if "probability" in ports:
            return self.from_probability(self.probability(raw.values), raw.rounding)
        return self.alone(raw)


def one_vs_rest(classifiers: Sequence[Classifier], features: Vector | None) -> tuple[Vector, float]:
    """Return what each classifier gives its "yes", and the class of the largest; -1 is none."""
    raws = [classifier.raw(present(features)) for classifier in classifiers]
    values = [raw.values[1] for raw in raws]
    rounding = max(raw.rounding for raw in raws)
    comparable = [-math.inf if math.isnan(value) else value for value in values]
    best = argmax(comparable, rounding) if max(comparable) > -math.inf else -1.0
    return Vector.of(values), best
