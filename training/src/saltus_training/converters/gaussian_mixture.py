"""GaussianMixtureModel: MLeap's `gaussian_mixture`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.converters import clusterer
from saltus_training.saved_model import read_matrix, read_vector

if TYPE_CHECKING:
    from saltus_training.converters.base import Converted, Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage."""
    row = stage.row()
    weights = row["weights"]
    means = [read_vector(mean) for mean in row["mus"]]
    clusterer.features(stage, scope, len(means[0]))
    attributes = {
        "means": values.vectors(means),
        "covs": values.matrices(read_matrix(sigma) for sigma in row["sigmas"]),
        "weights": values.doubles(weights),
    }
    return clusterer.clusterer(
        stage, Model("gaussian_mixture", attributes), len(weights), probability=True
    )
