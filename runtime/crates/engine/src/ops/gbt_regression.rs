//! `gbt_regression`: Spark's `GBTRegressionModel`, the weighted sum of its trees.
//!
//! Attributes:
//!
//! - `num_features`: integer
//! - `trees`: list of string, the folders of the trees
//! - `tree_weights`: list of double

use super::{
    Op,
    decision_tree_classifier::check_tree,
    leaf::Trees,
    regressor::{FittedRegressor, Regress, build_regressor},
};
use crate::{
    error::{BundleError, Fault},
    plan::{ModelReader, StageBuilder},
    tree::Forest,
    vector::Vector,
};

/// Trees whose leaves hold one value each, already multiplied by the weight of the tree.
#[derive(Debug)]
pub(super) struct BoostedTrees {
    forest: Forest,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    build_regressor(stage, read)
}

fn read(model: &mut ModelReader<'_>) -> Result<FittedRegressor, BundleError> {
    let size = model.attributes().size("num_features")?;
    Ok(FittedRegressor::new(BoostedTrees::read(model, size)?, size))
}

impl BoostedTrees {
    /// The trees of an ensemble over `size` features.
    pub(super) fn read(model: &mut ModelReader<'_>, size: usize) -> Result<Self, BundleError> {
        let weights = model.attributes().doubles("tree_weights")?;
        let mut trees = model.trees("decision_tree_regression")?;
        if weights.len() != trees.len() {
            return Err(BundleError::format(format!("has {} weights for {} trees", weights.len(), trees.len())));
        }
        for (tree, weight) in trees.iter_mut().zip(weights) {
            check_tree(tree, size, 1)?;
            tree.leaves_mut().for_each(|leaf| leaf[0] *= weight);
        }
        Ok(Self { forest: Forest::new(trees) })
    }

    pub(super) fn all(&self) -> &Forest {
        &self.forest
    }

    pub(super) fn sum(&self, features: &[f64]) -> f64 {
        self.forest.leaves(features).fold(0.0, |sum, leaf| sum + leaf[0])
    }
}

impl Regress for BoostedTrees {
    fn trees(&self) -> Trees<'_> {
        Trees::Ensemble(self.all())
    }

    fn predict(&self, features: &Vector, scratch: &mut Vec<f64>) -> Result<f64, Fault> {
        features.write_dense(scratch);
        Ok(self.sum(scratch))
    }
}
