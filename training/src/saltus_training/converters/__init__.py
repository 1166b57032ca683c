"""One converter for each Spark class that can be exported.

A new class is one file beside these and one line here.
"""

from saltus_training.converters import (
    aft_survival_regression,
    decision_tree_classifier,
    decision_tree_regression,
    fm_classifier,
    fm_regressor,
    gbt_classifier,
    gbt_regression,
    generalized_linear_regression,
    imputer,
    isotonic_regression,
    linear_regression,
    linear_svc,
    logistic_regression,
    multilayer_perceptron_classifier,
    naive_bayes,
    one_hot_encoder,
    one_vs_rest,
    pipeline,
    random_forest_classifier,
    random_forest_regression,
    standard_scaler,
    string_indexer,
    vector_assembler,
)
from saltus_training.converters.base import Converted, Converter, Scope, StageRecord

_CLASSIFICATION = "org.apache.spark.ml.classification"
_FEATURE = "org.apache.spark.ml.feature"
_REGRESSION = "org.apache.spark.ml.regression"

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
    f"{_CLASSIFICATION}.FMClassificationModel": fm_classifier.convert,
    f"{_CLASSIFICATION}.GBTClassificationModel": gbt_classifier.convert,
    f"{_CLASSIFICATION}.LinearSVCModel": linear_svc.convert,
    f"{_CLASSIFICATION}.LogisticRegressionModel": logistic_regression.convert,
    f"{_CLASSIFICATION}.MultilayerPerceptronClassificationModel": (
        multilayer_perceptron_classifier.convert
    ),
    f"{_CLASSIFICATION}.NaiveBayesModel": naive_bayes.convert,
    f"{_CLASSIFICATION}.OneVsRestModel": one_vs_rest.convert,
    f"{_CLASSIFICATION}.RandomForestClassificationModel": random_forest_classifier.convert,
    # regressors
    f"{_REGRESSION}.AFTSurvivalRegressionModel": aft_survival_regression.convert,
    f"{_REGRESSION}.DecisionTreeRegressionModel": decision_tree_regression.convert,
    f"{_REGRESSION}.FMRegressionModel": fm_regressor.convert,
    f"{_REGRESSION}.GBTRegressionModel": gbt_regression.convert,
    f"{_REGRESSION}.GeneralizedLinearRegressionModel": generalized_linear_regression.convert,
    f"{_REGRESSION}.IsotonicRegressionModel": isotonic_regression.convert,
    f"{_REGRESSION}.LinearRegressionModel": linear_regression.convert,
    f"{_REGRESSION}.RandomForestRegressionModel": random_forest_regression.convert,
}

__all__ = ["CONVERTERS", "Converted", "Converter", "Scope", "StageRecord"]
