"""Train with PySpark and export what was fitted as an MLeap bundle."""

from saltus_training.conversion import Conversion, convert
from saltus_training.errors import ExportError, TrainingError
from saltus_training.export import export, export_saved
from saltus_training.export_result import ExportResult
from saltus_training.model_card import ModelCard

__all__ = [
    "Conversion",
    "ExportError",
    "ExportResult",
    "ModelCard",
    "TrainingError",
    "convert",
    "export",
    "export_saved",
]
