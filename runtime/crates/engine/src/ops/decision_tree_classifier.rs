//! `decision_tree_classifier`: Spark's `DecisionTreeClassificationModel`.
//!
//! Where the prediction is the only column, Spark takes the leaf's own, which knows no thresholds.
//!
//! Attributes:
//!
//! - `num_features`: integer
//! - `num_classes`: integer
//! - `thresholds`: list of double, one for each class; default none

use super::{
    Op,
    classifier::{Classify, FittedClassifier, build_classifier, normalize, read_classes, read_thresholds},
    leaf::Trees,
};
use crate::{
    error::{BundleError, Fault},
    plan::{ModelReader, StageBuilder},
    tree::Tree,
    vector::Vector,
};

#[derive(Debug)]
struct DecisionTree {
    tree: Tree,
    thresholds: Option<Vec<f64>>,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    build_classifier(stage, read)
}

pub(super) fn read(model: &mut ModelReader<'_>) -> Result<FittedClassifier, BundleError> {
    let attributes = model.attributes();
    let (size, classes) = (attributes.size("num_features")?, read_classes(attributes)?);
    let thresholds = read_thresholds(attributes, classes)?;
    let tree = model.tree()?;
    check_tree(&tree, size, classes)?;
    Ok(FittedClassifier::new(DecisionTree { tree, thresholds }, size, classes))
}

/// A tree may look at the model's features only, and its leaves must hold a value for each class.
pub(super) fn check_tree(tree: &Tree, size: usize, leaf_size: usize) -> Result<(), BundleError> {
    if tree.feature_count() > size {
        return Err(BundleError::format(format!("a split looks at feature {} of {size}", tree.feature_count() - 1)));
    }
    if tree.leaf_size() != leaf_size {
        return Err(BundleError::format(format!("leaves hold {} values, expected are {leaf_size}", tree.leaf_size())));
    }
    Ok(())
}

impl Classify for DecisionTree {
    fn trees(&self) -> Trees<'_> {
        Trees::One(&self.tree)
    }

    fn raw(&self, features: &Vector, scratch: &mut Vec<f64>, raw: &mut [f64]) -> Result<(), Fault> {
        features.write_dense(scratch);
        raw.copy_from_slice(self.tree.leaf(scratch));
        Ok(())
    }

    fn probability(&self, raw: &mut [f64]) {
        normalize(raw);
    }

    fn thresholds(&self) -> Option<&[f64]> {
        self.thresholds.as_deref()
    }

    fn predict_alone(&self, raw: &mut [f64]) -> f64 {
        Vector::argmax(raw) as f64
    }
}
