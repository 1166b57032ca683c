"""One converter for each Spark class that can be exported.

A new class is one file beside these and one line here.
"""

from saltus_training.converters import (
    decision_tree_classifier,
    imputer,
    logistic_regression,
    one_hot_encoder,
    pipeline,
    random_forest_classifier,
    standard_scaler,
    string_indexer,
    vector_assembler,
)
from saltus_training.converters.base import Converted, Converter, Scope, StageRecord

_CLASSIFICATION = "org.apache.spark.ml.classification"
_FEATURE = "org.apache.spark.ml.feature"

CONVERTERS: dict[str, Converter] = {
    # structure
    "org.apache.spark.ml.PipelineModel": pipeline.convert,
    "pyspark.ml.pipeline.PipelineModel": pipeline.convert,
    # features
    f"{_FEATURE}.ImputerModel": imputer.convert,
    f"{_FEATURE}.OneHotEncoderModel": one_hot_encoder.convert,
    f"{_FEATURE}.StandardScalerModel": standard_scaler.convert,
    f"{_FEATURE}.StringIndexerModel": string_indexer.convert,
    f"{_FEATURE}.VectorAssembler": vector_assembler.convert,
    # classifiers
    f"{_CLASSIFICATION}.DecisionTreeClassificationModel": decision_tree_classifier.convert,
    f"{_CLASSIFICATION}.LogisticRegressionModel": logistic_regression.convert,
    f"{_CLASSIFICATION}.RandomForestClassificationModel": random_forest_classifier.convert,
}

__all__ = ["CONVERTERS", "Converted", "Converter", "Scope", "StageRecord"]
