"""Sums of products: LinearRegression, LogisticRegression, LinearSVC."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from saltus_testing.reference.classifier import ROUNDING, Classifier, Raw, exceeds, exponential
from saltus_testing.reference.values import Undefined, Vector, total

if TYPE_CHECKING:
    from collections.abc import Sequence


def products(features: Vector, coefficients: Sequence[float]) -> list[float]:
    return [value * coefficients[index] for index, value in sorted(features.stored.items())]


def linear(features: Vector, coefficients: Sequence[float], intercept: float) -> float:
    return total(products(features, coefficients)) + intercept


def rounding(features: Vector, coefficients: Sequence[float]) -> float:
    """Return how far a sum may be off when its order is another."""
    sizes = [abs(product) for product in products(features, coefficients)]
    return ROUNDING * max([1.0, *filter(math.isfinite, sizes)])


@dataclass(frozen=True)
class LinearClassifier(Classifier):
    coefficients: Sequence[float]
    intercept: float
    threshold: float

    def raw(self, features: Vector) -> Raw:
        margin = linear(features, self.coefficients, self.intercept)
        return Raw([-margin, margin], rounding(features, self.coefficients))

    def probability(self, raw: Sequence[float]) -> list[float]:
        """Only the first goes through the logistic function."""
        first = 1.0 / (1.0 + exponential(-raw[0]))
        return [first, 1.0 - first]


class LinearSVC(LinearClassifier):
    """Compares margins."""

    def from_raw(self, raw: Raw) -> float:
        return exceeds(raw.values[1], self.threshold, raw.rounding)


class BinaryLogistic(LinearClassifier):
    """Compares margins where there is a column for them, else probabilities."""

    def from_raw(self, raw: Raw) -> float:
        t = self.threshold
        odds = t / (1.0 - t) if t < 1.0 else math.inf
        return exceeds(raw.values[1], math.log(odds) if t > 0.0 else -math.inf, raw.rounding)

    def from_probability(self, probability: Sequence[float], rounding: float) -> float:
        return exceeds(probability[1], self.threshold, ROUNDING + rounding)

    def alone(self, raw: Raw) -> float:
        """Compare the logistic function of the margin itself."""
        score = 1.0 / (1.0 + exponential(-raw.values[1]))
        return exceeds(score, self.threshold, ROUNDING + raw.rounding)


@dataclass(frozen=True)
class MultinomialLogistic(Classifier):
    matrix: Sequence[Sequence[float]]
    intercepts: Sequence[float]
    thresholds: Sequence[float] | None = None

    def raw(self, features: Vector) -> Raw:
        pairs = zip(self.matrix, self.intercepts, strict=True)
        margins = [linear(features, row, intercept) for row, intercept in pairs]
        return Raw(margins, max(rounding(features, row) for row in self.matrix))

    def probability(self, raw: Sequence[float]) -> list[float]:
        """Softmax, shifted by the largest margin."""
        if math.inf in raw:
            raise Undefined
        largest = max((value for value in raw if not math.isnan(value)), default=0.0)
        largest = max(largest, -1.7976931348623157e308)
        powers = [exponential(value - largest) for value in raw]
        whole = total(powers)
        return [power / whole if whole != 0.0 else math.nan for power in powers]
