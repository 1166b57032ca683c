"""Scoring with a bundle on Spark: Spark distributes the rows, the runtime scores them.

Executors need pyarrow and `saltus_runtime`, nothing else of ours, and neither does the driver
collect any rows.
"""

from saltus_training.scoring.frame import score
from saltus_training.scoring.model import ScoringError, ScoringModel
from saltus_training.scoring.udf import register_udf

__all__ = ["ScoringError", "ScoringModel", "register_udf", "score"]
