"""A factorization machine, as classifier and regressor have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import values
from saltus_training.saved_model import read_matrix, read_vector

if TYPE_CHECKING:
    from saltus_training.bundle.values import Value
    from saltus_training.saved_model import Row


def factorization_machine(row: Row) -> tuple[dict[str, Value], int]:
    """Returns the attributes of a machine, and the number of its features."""
    factors = read_matrix(row["factors"])
    attributes = {
        "num_features": values.long(factors.rows),
        "intercept": values.double(row["intercept"]),
        "linear": values.vector(read_vector(row["linear"])),
        "factors": values.matrix(factors.values, factors.rows, factors.columns),
    }
    return attributes, factors.rows
