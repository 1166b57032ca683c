"""The parts of a report, in order. A new one is a function, and a line here."""

from __future__ import annotations

from saltus_training.model_report.figures.calibration import calibration
from saltus_training.model_report.figures.clusters import silhouettes, sizes
from saltus_training.model_report.figures.confusion import confusion
from saltus_training.model_report.figures.curves import precision_recall, roc
from saltus_training.model_report.figures.importance import importance
from saltus_training.model_report.figures.residuals import residuals
from saltus_training.model_report.section import Section
from saltus_training.model_report.tables import (
    classes,
    measures,
    residual_quantiles,
    search,
    thresholds,
)

_BINARY = frozenset({"binary_classification"})
_CLASSES = _BINARY | {"multiclass_classification"}
_NUMBERS = frozenset({"regression", "recommendation"})
_CLUSTERS = frozenset({"clustering"})
_ALL = _CLASSES | _NUMBERS | _CLUSTERS

SECTIONS = (
    Section("measures", "Measures", _ALL, measures),
    Section("roc", "ROC curve", _CLASSES, roc),
    Section("precision_recall", "Precision and recall", _CLASSES, precision_recall),
    Section("calibration", "Calibration", _CLASSES, calibration),
    Section("confusion", "Confusion matrix", _CLASSES, confusion),
    Section("classes", "Classes", _CLASSES, classes),
    Section("thresholds", "Thresholds", _BINARY, thresholds),
    Section("residuals", "Residuals", _NUMBERS, residuals),
    Section("residual_quantiles", "Quantiles of the residuals", _NUMBERS, residual_quantiles),
    Section("silhouettes", "Silhouette by number of clusters", _CLUSTERS, silhouettes),
    Section("sizes", "Sizes of the clusters", _CLUSTERS, sizes),
    Section("importance", "Features", _CLASSES | {"regression"}, importance),
    Section("search", "Parameters tried", frozenset(), search),
)
