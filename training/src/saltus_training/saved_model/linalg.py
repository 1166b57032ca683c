"""Spark's vectors and matrices as its Parquet files hold them (VectorUDT, MatrixUDT)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from saltus_training.errors import SavedModelError

if TYPE_CHECKING:
    from collections.abc import Mapping

_SPARSE, _DENSE = 0, 1


@dataclass(frozen=True, slots=True)
class Matrix:
    """A dense matrix; `values` run down the columns, as MLeap stores them."""

    rows: int
    columns: int
    values: tuple[float, ...]

    def row(self, index: int) -> tuple[float, ...]:
        """Returns one row."""
        return self.values[index :: self.rows]


def is_sparse(struct: Mapping[str, Any]) -> bool:
    """Tells whether a vector or a matrix is stored sparse."""
    return struct.get("type") == _SPARSE


def read_vector(struct: Mapping[str, Any]) -> tuple[float, ...]:
    """Returns the dense values of a stored vector.

    Raises:
        SavedModelError: The struct is no VectorUDT.
    """
    try:
        if struct["type"] == _DENSE:
            return tuple(struct["values"])
        values = [0.0] * struct["size"]
        for index, value in zip(struct["indices"], struct["values"], strict=True):
            values[index] = value
        return tuple(values)
    except (KeyError, TypeError, IndexError, ValueError) as error:
        raise _unexpected("vector", repr(error)) from error


def read_matrix(struct: Mapping[str, Any]) -> Matrix:
    """Returns the dense, column-major form of a stored matrix.

    Raises:
        SavedModelError: The struct is no MatrixUDT.
    """
    try:
        rows, columns = struct["numRows"], struct["numCols"]
        # A transposed matrix is stored as the columns of its transpose.
        major, minor = (rows, columns) if struct["isTransposed"] else (columns, rows)
        values = list(struct["values"])
        if struct["type"] == _SPARSE:
            values = _densify(struct["colPtrs"], struct["rowIndices"], values, major, minor)
        if struct["isTransposed"]:
            values = [
                values[row * columns + column] for column in range(columns) for row in range(rows)
            ]
    except (KeyError, TypeError, IndexError, ValueError) as error:
        raise _unexpected("matrix", repr(error)) from error
    if len(values) != rows * columns:
        raise _unexpected("matrix", f"{len(values)} values for {rows} x {columns}")
    return Matrix(rows, columns, tuple(values))


def _densify(
    pointers: list[int], indices: list[int], values: list[float], major: int, minor: int
) -> list[float]:
    dense = [0.0] * (major * minor)
    for lane in range(major):
        for entry in range(pointers[lane], pointers[lane + 1]):
            dense[lane * minor + indices[entry]] = values[entry]
    return dense


def _unexpected(kind: str, problem: str) -> SavedModelError:
    return SavedModelError(
        f"the saved {kind} has an unexpected form ({problem})",
        fix="save the model with Spark 3.4 or newer",
    )
