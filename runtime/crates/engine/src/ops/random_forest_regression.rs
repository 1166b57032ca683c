//! `random_forest_regression`: Spark's `RandomForestRegressionModel`, the mean of its trees.
//!
//! Spark ignores the weights of the trees.
//!
//! Attributes:
//!
//! - `num_features`: integer
//! - `trees`: list of string, the folders of the trees

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

#[derive(Debug)]
struct RandomForest(Forest);

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    build_regressor(stage, read)
}

fn read(model: &mut ModelReader<'_>) -> Result<FittedRegressor, BundleError> {
    let size = model.attributes().size("num_features")?;
    let trees = model.trees("decision_tree_regression")?;
    if trees.is_empty() {
        return Err(BundleError::format("has no trees"));
    }
    trees.iter().try_for_each(|tree| check_tree(tree, size, 1))?;
    Ok(FittedRegressor::new(RandomForest(Forest::new(trees)), size))
}

impl Regress for RandomForest {
    fn trees(&self) -> Trees<'_> {
        Trees::Ensemble(&self.0)
    }

    fn predict(&self, features: &Vector, scratch: &mut Vec<f64>) -> Result<f64, Fault> {
        features.write_dense(scratch);
        let sum = self.0.leaves(scratch).fold(0.0, |sum, leaf| sum + leaf[0]);
        Ok(sum / self.0.len() as f64)
    }
}
