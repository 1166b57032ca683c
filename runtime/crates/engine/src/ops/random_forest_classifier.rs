//! `random_forest_classifier`: Spark's `RandomForestClassificationModel`.
//!
//! Every tree adds its leaf's class shares; Spark ignores the weights of the trees.
//!
//! Attributes:
//!
//! - `num_features`: integer
//! - `num_classes`: integer
//! - `trees`: list of string, the folders of the trees
//! - `thresholds`: list of double, one for each class; default none

use super::{
    Op,
    classifier::{Classify, FittedClassifier, build_classifier, normalize, read_classes, read_thresholds},
    decision_tree_classifier::check_tree,
    leaf::Trees,
};
use crate::{
    error::{BundleError, Fault},
    plan::{ModelReader, StageBuilder},
    tree::Forest,
    vector::Vector,
};

#[derive(Debug)]
struct RandomForest {
    /// Leaves hold class shares.
    forest: Forest,
    thresholds: Option<Vec<f64>>,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    build_classifier(stage, read)
}

pub(super) fn read(model: &mut ModelReader<'_>) -> Result<FittedClassifier, BundleError> {
    let attributes = model.attributes();
    let (size, classes) = (attributes.size("num_features")?, read_classes(attributes)?);
    let thresholds = read_thresholds(attributes, classes)?;
    let mut trees = model.trees("decision_tree_classifier")?;
    for tree in &mut trees {
        check_tree(tree, size, classes)?;
        // The shares are the same for every row.
        tree.leaves_mut().for_each(normalize_leaf);
    }
    Ok(FittedClassifier::new(RandomForest { forest: Forest::new(trees), thresholds }, size, classes))
}

/// A leaf without weight adds nothing.
fn normalize_leaf(stats: &mut [f64]) {
    if stats.iter().sum::<f64>() == 0.0 {
        stats.fill(0.0);
    } else {
        normalize(stats);
    }
}

impl Classify for RandomForest {
    fn trees(&self) -> Trees<'_> {
        Trees::Ensemble(&self.forest)
    }

    fn raw(&self, features: &Vector, scratch: &mut Vec<f64>, raw: &mut [f64]) -> Result<(), Fault> {
        features.write_dense(scratch);
        for shares in self.forest.leaves(scratch) {
            for (votes, share) in raw.iter_mut().zip(shares) {
                *votes += share;
            }
        }
        Ok(())
    }

    fn probability(&self, raw: &mut [f64]) {
        normalize(raw);
    }

    fn thresholds(&self) -> Option<&[f64]> {
        self.thresholds.as_deref()
    }
}
