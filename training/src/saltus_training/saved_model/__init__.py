"""Reads models in the format Spark's own ML writers persist: metadata JSON beside Parquet."""

from saltus_training.saved_model.linalg import Matrix, read_matrix, read_vector
from saltus_training.saved_model.params import Params
from saltus_training.saved_model.stage import SavedStage
from saltus_training.saved_model.trees import TreeNodes, read_forest, read_tree

__all__ = [
    "Matrix",
    "Params",
    "SavedStage",
    "TreeNodes",
    "read_forest",
    "read_matrix",
    "read_tree",
    "read_vector",
]
