//! `decision_tree_regression`: Spark's `DecisionTreeRegressionModel`.
//!
//! Attributes:
//!
//! - `num_features`: integer

use super::{
    Op,
    decision_tree_classifier::check_tree,
    regressor::{FittedRegressor, Regress, build_regressor},
};
use crate::{
    error::{BundleError, Fault},
    plan::{ModelReader, StageBuilder},
    tree::Tree,
    vector::Vector,
};

#[derive(Debug)]
struct DecisionTree(Tree);

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    build_regressor(stage, read)
}

fn read(model: &mut ModelReader<'_>) -> Result<FittedRegressor, BundleError> {
    let size = model.attributes().size("num_features")?;
    let tree = model.tree()?;
    check_tree(&tree, size, 1)?;
    Ok(FittedRegressor::new(DecisionTree(tree), size))
}

impl Regress for DecisionTree {
    fn predict(&self, features: &Vector, scratch: &mut Vec<f64>) -> Result<f64, Fault> {
        features.write_dense(scratch);
        Ok(self.0.leaf(scratch)[0])
    }
}
