"""KMeansModel: MLeap's `k_means`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, values
from saltus_training.converters import clusterer
from saltus_training.saved_model import read_vector

if TYPE_CHECKING:
    from saltus_training.converters.base import Converted, Scope
    from saltus_training.saved_model import SavedStage


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage; MLeap has no place for another distance than the Euclidean."""
    rows = sorted(stage.rows(), key=lambda row: int(row["clusterIdx"]))
    centers = [read_vector(row["clusterCenter"]) for row in rows]
    size = len(centers[0])
    clusterer.features(stage, scope, size)
    attributes = {
        "cluster_centers": values.vectors(centers),
        "num_features": values.long(size),
    }
    distance = stage.params.string("distanceMeasure")
    beyond_mleap: tuple[str, ...] = ()
    if distance != clusterer.EUCLIDEAN:
        attributes["distance_measure"] = values.string(distance)
        beyond_mleap = ("distance_measure",)
    return clusterer.clusterer(
        stage, Model("k_means", attributes), len(centers), beyond_mleap=beyond_mleap
    )
