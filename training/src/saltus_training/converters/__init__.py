"""One converter for each Spark class that can be exported.

A new class is one file beside these and one line here.
"""

from saltus_training.converters import (
    aft_survival_regression,
    als,
    bisecting_k_means,
    bucketed_random_projection_lsh,
    count_vectorizer,
    decision_tree_classifier,
    decision_tree_regression,
    feature_hasher,
    fm_classifier,
    fm_regressor,
    gaussian_mixture,
    gbt_classifier,
    gbt_regression,
    generalized_linear_regression,
    hashing_tf,
    idf,
    imputer,
    index_to_string,
    isotonic_regression,
    k_means,
    lda,
    linear_regression,
    linear_svc,
    logistic_regression,
    min_hash_lsh,
    multilayer_perceptron_classifier,
    naive_bayes,
    ngram,
    one_hot_encoder,
    one_vs_rest,
    pipeline,
    random_forest_classifier,
    random_forest_regression,
    regex_tokenizer,
    standard_scaler,
    stopwords_remover,
    string_indexer,
    target_encoder,
    tokenizer,
    tuning,
    vector_assembler,
    word2vec,
)
from saltus_training.converters.base import Converted, Converter, Scope, StageRecord

_TUNING = "org.apache.spark.ml.tuning"
_CLASSIFICATION = "org.apache.spark.ml.classification"
_CLUSTERING = "org.apache.spark.ml.clustering"
_FEATURE = "org.apache.spark.ml.feature"
_RECOMMENDATION = "org.apache.spark.ml.recommendation"
_REGRESSION = "org.apache.spark.ml.regression"

CONVERTERS: dict[str, Converter] = {
    # structure
    "org.apache.spark.ml.PipelineModel": pipeline.convert,
    "pyspark.ml.pipeline.PipelineModel": pipeline.convert,
    f"{_TUNING}.CrossValidatorModel": tuning.convert,
    f"{_TUNING}.TrainValidationSplitModel": tuning.convert,
    "pyspark.ml.tuning.CrossValidatorModel": tuning.convert,
    "pyspark.ml.tuning.TrainValidationSplitModel": tuning.convert,
    # features
    f"{_FEATURE}.BucketedRandomProjectionLSHModel": bucketed_random_projection_lsh.convert,
    f"{_FEATURE}.CountVectorizerModel": count_vectorizer.convert,
    f"{_FEATURE}.FeatureHasher": feature_hasher.convert,
    f"{_FEATURE}.HashingTF": hashing_tf.convert,
    f"{_FEATURE}.IDFModel": idf.convert,
    f"{_FEATURE}.ImputerModel": imputer.convert,
    f"{_FEATURE}.IndexToString": index_to_string.convert,
    f"{_FEATURE}.MinHashLSHModel": min_hash_lsh.convert,
    f"{_FEATURE}.NGram": ngram.convert,
    f"{_FEATURE}.OneHotEncoderModel": one_hot_encoder.convert,
    f"{_FEATURE}.RegexTokenizer": regex_tokenizer.convert,
    f"{_FEATURE}.StandardScalerModel": standard_scaler.convert,
    f"{_FEATURE}.StopWordsRemover": stopwords_remover.convert,
    f"{_FEATURE}.StringIndexerModel": string_indexer.convert,
    f"{_FEATURE}.TargetEncoderModel": target_encoder.convert,
    f"{_FEATURE}.Tokenizer": tokenizer.convert,
    f"{_FEATURE}.VectorAssembler": vector_assembler.convert,
    f"{_FEATURE}.Word2VecModel": word2vec.convert,
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
    # clusterers
    f"{_CLUSTERING}.BisectingKMeansModel": bisecting_k_means.convert,
    f"{_CLUSTERING}.GaussianMixtureModel": gaussian_mixture.convert,
    f"{_CLUSTERING}.KMeansModel": k_means.convert,
    f"{_CLUSTERING}.LocalLDAModel": lda.convert,
    # recommenders
    f"{_RECOMMENDATION}.ALSModel": als.convert,
}

__all__ = ["CONVERTERS", "Converted", "Converter", "Scope", "StageRecord"]
