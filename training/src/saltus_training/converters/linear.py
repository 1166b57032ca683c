"""A plane through the features, as several models have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import values
from saltus_training.saved_model import read_vector

if TYPE_CHECKING:
    from saltus_training.bundle.values import Value
    from saltus_training.saved_model import Row


def linear(row: Row) -> tuple[dict[str, Value], int]:
    """Returns the attributes `coefficients` and `intercept`, and the number of features."""
    coefficients = read_vector(row["coefficients"])
    attributes = {
        "coefficients": values.vector(coefficients),
        "intercept": values.double(row["intercept"]),
    }
    return attributes, len(coefficients)
