"""Checks rows against a schema as the request model checks requests, in one pass of Spark."""

from saltus_training.quality.check import VIOLATIONS, check, split
from saltus_training.quality.files import read_rows
from saltus_training.quality.report import QualityReport, RuleCount
from saltus_training.quality.rows import FrameRows, JsonRows

__all__ = [
    "VIOLATIONS",
    "FrameRows",
    "JsonRows",
    "QualityReport",
    "RuleCount",
    "check",
    "read_rows",
    "split",
]
