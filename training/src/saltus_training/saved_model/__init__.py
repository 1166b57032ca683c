"""Reads models in the format Spark's own ML writers persist: metadata JSON beside Parquet."""

from saltus_training.saved_model.folder import Folder
from saltus_training.saved_model.linalg import Matrix, is_sparse, read_matrix, read_vector
from saltus_training.saved_model.params import Params
from saltus_training.saved_model.parquet import Row, release_memory
from saltus_training.saved_model.stage import SavedStage
from saltus_training.saved_model.trees import SavedTrees, TreeNodes, read_forest, read_tree

__all__ = [
    "Folder",
    "Matrix",
    "Params",
    "Row",
    "SavedStage",
    "SavedTrees",
    "TreeNodes",
    "is_sparse",
    "read_forest",
    "read_matrix",
    "read_tree",
    "read_vector",
    "release_memory",
]
