"""One converter for each Spark class that can be exported.

A new class is one file beside these and one line here.
"""

from saltus_training.converters import (
    als,
    bisecting_k_means,
    bucketed_random_projection_lsh,
    count_vectorizer,
    decision_tree_classifier,
    feature_hasher,
    gaussian_mixture,
    hashing_tf,
    idf,
    imputer,
    index_to_string,
    k_means,
    lda,
    logistic_regression,
    min_hash_lsh,
    ngram,
    one_hot_encoder,
    pipeline,
    random_forest_classifier,
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
    f"{_CLASSIFICATION}.LogisticRegressionModel": logistic_regression.convert,
    f"{_CLASSIFICATION}.RandomForestClassificationModel": random_forest_classifier.convert,
    # clusterers
    f"{_CLUSTERING}.BisectingKMeansModel": bisecting_k_means.convert,
    f"{_CLUSTERING}.DistributedLDAModel": lda.refuse_distributed,
    f"{_CLUSTERING}.GaussianMixtureModel": gaussian_mixture.convert,
    f"{_CLUSTERING}.KMeansModel": k_means.convert,
    f"{_CLUSTERING}.LocalLDAModel": lda.convert,
    # recommenders
    f"{_RECOMMENDATION}.ALSModel": als.convert,
}

__all__ = ["CONVERTERS", "Converted", "Converter", "Scope", "StageRecord"]
