"""Whether an answer over HTTP is Spark's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

LAST_BITS = 1e-12


@dataclass(frozen=True, slots=True)
class Comparison:
    """One flight, what Spark gave for it and what the service answered.

    Attributes:
        flight: The request.
        spark: Spark's probability that the flight is late.
        served: The service's.
        equal: Same prediction, and probabilities that differ in their last bits at most.
        identical: Same prediction, and the same probabilities to the last bit.
    """

    flight: Json
    spark: float
    served: float
    equal: bool
    identical: bool

    @classmethod
    def of(cls, flight: Json, answer: Json) -> Comparison:
        """Compare one answer with Spark's.

        A dot product or an exponential function may differ in its last bits: |a - b| ≤ 1e-12 *
        max(|a|, |b|) + 1e-12 * S, S being the largest magnitude among 1 and the row's numbers.
        """
        row, expected = flight["input"], flight["output"]
        served = list(answer["probability"].values())
        scale = max(1.0, *(abs(v) for v in row.values() if isinstance(v, int | float)))
        same_class = expected["prediction"] == answer["prediction"]
        pairs = list(zip(expected["probability"], served, strict=True))
        close = (
            abs(a - b) <= LAST_BITS * max(abs(a), abs(b)) + LAST_BITS * scale for a, b in pairs
        )
        return cls(
            flight=row,
            spark=expected["probability"][1],
            served=served[1],
            equal=same_class and all(close),
            identical=same_class and all(a == b for a, b in pairs),
        )
