"""What all clusterers share: their columns and ports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Node, Socket
from saltus_training.columns import Column
from saltus_training.converters import predictor
from saltus_training.converters.base import Converted, require_type, require_vector

if TYPE_CHECKING:
    from saltus_training.bundle import Model
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage

EUCLIDEAN = "euclidean"


def features(stage: SavedStage, scope: Scope, size: int) -> Column:
    """Returns the column a clusterer reads, once it is known to fit the model."""
    (column,) = scope.columns.read(stage.params.string("featuresCol"))
    # Clusterers take an array of numbers, too, which a bundle does not.
    require_type(column, column.is_vector, "vectors; assemble the numbers with a VectorAssembler")
    require_vector(column, size)
    return column


def clusterer(
    stage: SavedStage,
    model: Model,
    clusters: int,
    *,
    probability: bool = False,
    beyond_mleap: tuple[str, ...] = (),
) -> Converted:
    """Builds the node of a clusterer with the outputs whose column is set.

    Args:
        stage: The saved model.
        model: Its op and attributes.
        clusters: The number of clusters.
        probability: Whether the model also gives the probability of each cluster.
        beyond_mleap: Attributes that MLeap's own runtime ignores.
    """
    prediction = stage.params.string("predictionCol")
    if not probability:
        predictor.require_name(stage)
    columns = [Column(prediction, "int", nullable=False, arity=clusters, role="prediction")]
    if probability:
        name = stage.params.string("probabilityCol")
        columns.append(Column(name, f"vector[{clusters}]", exact=False, role="probability"))
    present = tuple(column for column in columns if column.name)
    if not present:
        return Converted(nodes=())
    node = Node(
        model,
        (Socket("features", stage.params.string("featuresCol")),),
        tuple(Socket(column.role, column.name) for column in present),
    )
    return Converted(nodes=(node,), columns=present, beyond_mleap=beyond_mleap)
