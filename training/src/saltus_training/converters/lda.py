"""LocalLDAModel: MLeap's `lda_local_model_op`.

The seed is not written: Spark infers with the default one, whatever the model was fitted with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from saltus_training.bundle import Model, Node, Socket, values
from saltus_training.columns import Column
from saltus_training.converters import clusterer, predictor
from saltus_training.converters.base import Converted
from saltus_training.errors import ExportError
from saltus_training.saved_model import read_matrix, read_vector

if TYPE_CHECKING:
    from saltus_training.converters.base import Scope
    from saltus_training.saved_model import SavedStage

#: The only shape of the gamma distribution to start from that Spark ML gives.
_GAMMA_SHAPE = 100.0


def convert(stage: SavedStage, scope: Scope) -> Converted:
    """Converts the stage."""
    predictor.require_name(stage, "topicDistributionCol")
    row = stage.row()
    vocabulary: int = row["vocabSize"]
    topics = read_matrix(row["topicsMatrix"])
    if row["gammaShape"] != _GAMMA_SHAPE:
        raise ExportError(
            f"its gammaShape is {row['gammaShape']}, which a bundle cannot express",
            fix="fit it with pyspark.ml.clustering.LDA, whose gammaShape is 100",
        )
    clusterer.features(stage, scope, vocabulary)
    attributes = {
        "vocabSize": values.integer(vocabulary),
        "docConcentration": values.doubles(read_vector(row["docConcentration"])),
        "topicConcentration": values.double(row["topicConcentration"]),
        "topicMatrix": values.matrix(topics.values, topics.rows, topics.columns),
    }
    output = stage.params.string("topicDistributionCol")
    node = Node(
        Model("lda_local_model_op", attributes),
        (Socket("features", stage.params.string("featuresCol")),),
        (Socket("prediction", output),),
    )
    shares = Column(output, f"vector[{topics.columns}]", exact=False, role="probability")
    return Converted(nodes=(node,), columns=(shares,))
