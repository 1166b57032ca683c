//! One file for each op of MLeap, and the registry that names them.

mod classifier;
mod features;
mod handle_invalid;
mod sums;
mod text;
mod tokens;

use std::fmt::Debug;

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
    count_vectorizer => "count_vectorizer";
    decision_tree_classifier => "decision_tree_classifier";
    feature_hasher => "feature_hasher";
    hashing_term_frequency => "hashing_term_frequency";
    imputer => "imputer";
    logistic_regression => "logistic_regression";
    multinomial_labeler => "multinomial_labeler";
    ngram => "ngram";
    one_hot_encoder => "one_hot_encoder";
    random_forest_classifier => "random_forest_classifier";
    regex_indexer => "regex_indexer";
    regex_tokenizer => "regex_tokenizer";
    reverse_string_indexer => "reverse_string_indexer";
    standard_scaler => "standard_scaler";
    stopwords_remover => "stopwords_remover";
    string_indexer => "string_indexer";
    string_map => "string_map";
    tokenizer => "tokenizer";
    vector_assembler => "vector_assembler";
    word_filter => "word_filter";
    word_to_vector => "word_to_vector";
}

/// Every op that can be scored.
pub fn names() -> impl Iterator<Item = &'static str> {
    REGISTRY.iter().map(|(op, _)| *op).chain([PIPELINE])
}

pub(crate) fn find(op: &str) -> Result<(&'static str, Build), BundleError> {
    REGISTRY.iter().find(|(name, _)| *name == op).copied().ok_or_else(|| {
        BundleError::unsupported(format!("the op `{}` is not one that this version scores", op.escape_default()))
    })
}
