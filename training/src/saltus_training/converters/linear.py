"""A plane through the features, as several models have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from saltus_training.bundle import values
from saltus_training.saved_model import is_sparse, read_vector

if TYPE_CHECKING:
    from collections.abc import Mapping

    from saltus_training.bundle.values import Value
    from saltus_training.saved_model import Row


#: What MLeap does not know: where Spark's coefficients are sparse, those of 0 are none at all.
SPARSE = "sparse_coefficients"


def sparsity(coefficients: Mapping[str, Any]) -> dict[str, Value]:
    """Returns the attribute that says so, for coefficients that are stored sparse."""
    return {SPARSE: values.boolean(True)} if is_sparse(coefficients) else {}


def linear(row: Row) -> tuple[dict[str, Value], int]:
    """Returns the attributes `coefficients` and `intercept`, and the number of features."""
    coefficients = read_vector(row["coefficients"])
    attributes = {
        "coefficients": values.vector(coefficients),
        "intercept": values.double(row["intercept"]),
        **sparsity(row["coefficients"]),
    }
    return attributes, len(coefficients)
