//! One file for each op of MLeap, and the registry that names them.

mod classifier;
mod distance;
mod eigen;
mod factorization_machine;
mod features;
mod handle_invalid;
mod leaf;
mod lsh;
mod mersenne_twister;
mod regressor;
mod special_functions;
mod sums;
mod text;
mod tokens;
mod unscored;
mod vector_map;

use std::fmt::Debug;

pub(crate) use self::bucketizer::with_open_ends;
use crate::{
    error::{BundleError, Fault},
    frame::{Flow, Frame},
    plan::StageBuilder,
};

/// A stage at work: everything that can be known before the first row is known in it.
pub(crate) trait Op: Debug + Send + Sync {
    /// Reads the stage's input columns and sets its output columns.
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault>;
}

type Build = fn(&mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError>;

/// The op of a node that only holds other nodes.
pub(crate) const PIPELINE: &str = "pipeline";

macro_rules! registry {
    ($($module:ident => $($op:literal)|+;)*) => {
        $(mod $module;)*

        const REGISTRY: &[(&str, Build)] = &[$($(($op, $module::build)),+),*];
    };
}

// module => op | other name of the same op;
registry! {
    aft_survival_regression => "aft_survival_regression";
    als => "als";
    binarizer => "binarizer" | "sklearn_binarizer";
    bisecting_k_means => "bisecting_k_means";
    bucketed_random_projection_lsh => "bucketed_random_projection_lsh";
    bucketizer => "bucketizer";
    chi_sq_selector => "chi_sq_selector";
    coalesce => "coalesce";
    count_vectorizer => "count_vectorizer";
    dct => "dct";
    decision_tree_classifier => "decision_tree_classifier";
    decision_tree_regression => "decision_tree_regression";
    elementwise_product => "elementwise_product";
    feature_hasher => "feature_hasher";
    fm_classifier => "saltus.fm_classifier";
    fm_regressor => "saltus.fm_regressor";
    gaussian_mixture => "gaussian_mixture";
    gbt_classifier => "gbt_classifier";
    gbt_regression => "gbt_regression";
    generalized_linear_regression => "generalized_linear_regression";
    hashing_term_frequency => "hashing_term_frequency";
    idf => "idf";
    imputer => "imputer";
    interaction => "interaction";
    isotonic_regression => "isotonic_regression";
    joint_bucketizer => "saltus.bucketizer";
    k_means => "k_means";
    lda => "lda_local_model_op";
    linear_regression => "linear_regression";
    linear_svc => "linear_svc" | "support_vector_machine";
    logistic_regression => "logistic_regression";
    map_entry_selector => "map_entry_selector";
    math_binary => "math_binary";
    math_unary => "math_unary";
    max_abs_scaler => "max_abs_scaler";
    min_hash_lsh => "min_hash_lsh";
    min_max_scaler => "min_max_scaler";
    multi_layer_perceptron_classifier => "multi_layer_perceptron_classifier";
    multinomial_labeler => "multinomial_labeler";
    naive_bayes => "naive_bayes";
    ngram => "ngram";
    normalizer => "normalizer";
    one_hot_encoder => "one_hot_encoder";
    one_vs_rest => "one_vs_rest";
    pca => "pca";
    polynomial_expansion => "polynomial_expansion";
    random_forest_classifier => "random_forest_classifier";
    random_forest_regression => "random_forest_regression";
    regex_indexer => "regex_indexer";
    regex_tokenizer => "regex_tokenizer";
    reverse_string_indexer => "reverse_string_indexer";
    sklearn_polynomial_expansion => "sklearn_polynomial_expansion";
    sql => "saltus.sql";
    standard_scaler => "standard_scaler";
    stopwords_remover => "stopwords_remover";
    string_indexer => "string_indexer";
    string_map => "string_map";
    target_encoder => "saltus.target_encoder";
    tokenizer => "tokenizer";
    vector_assembler => "vector_assembler";
    vector_indexer => "vector_indexer";
    vector_size_hint => "saltus.vector_size_hint";
    vector_slicer => "vector_slicer";
    word_filter => "word_filter";
    word_to_vector => "word_to_vector";
}

/// Every op that can be scored.
pub fn names() -> impl Iterator<Item = &'static str> {
    REGISTRY.iter().map(|(op, _)| *op).chain([PIPELINE])
}

pub(crate) fn find(op: &str) -> Result<(&'static str, Build), BundleError> {
    let found = REGISTRY.iter().find(|(name, _)| *name == op).copied();
    found.ok_or_else(|| BundleError::unsupported(unscored::reason(op)))
}
