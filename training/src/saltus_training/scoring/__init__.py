"""Scoring with a bundle on Spark: Spark distributes the rows, the runtime scores them.

Executors need pyarrow and `saltus_runtime`, for Parquet files `saltus_schema`, and nothing else of
ours; the driver collects no rows.
"""

from saltus_training.scoring.frame import score
from saltus_training.scoring.model import ScoringError, ScoringModel
from saltus_training.scoring.udf import register_udf

__all__ = ["ScoringError", "ScoringModel", "register_udf", "score"]
