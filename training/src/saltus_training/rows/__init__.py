"""Rows in files, for Spark to score: Parquet, JSON lines or CSV."""

from saltus_training.rows.errors import RowsError
from saltus_training.rows.read import read_rows

__all__ = ["RowsError", "read_rows"]
