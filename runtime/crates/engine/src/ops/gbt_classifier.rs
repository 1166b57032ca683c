//! `gbt_classifier`: Spark's `GBTClassificationModel`.
//!
//! The margin is the weighted sum of the trees' predictions; the probability follows from the logistic loss that
//! Spark fits these trees with, the only one it knows.
//!
//! Attributes:
//!
//! - `num_features`: integer
//! - `num_classes`: integer, always 2
//! - `trees`: list of string, the folders of the trees
//! - `tree_weights`: list of double
//! - `lossType`: string, `logistic` or absent
//! - `thresholds`: list of double, one for each class; default none

use super::{
    Op,
    classifier::{Classify, FittedClassifier, build_classifier, read_thresholds},
    gbt_regression::BoostedTrees,
    leaf::Trees,
};
use crate::{
    error::{BundleError, Fault},
    plan::{ModelReader, StageBuilder},
    vector::Vector,
};

const CLASSES: usize = 2;

#[derive(Debug)]
struct GradientBoostedTrees {
    trees: BoostedTrees,
    thresholds: Option<Vec<f64>>,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    build_classifier(stage, read)
}

pub(super) fn read(model: &mut ModelReader<'_>) -> Result<FittedClassifier, BundleError> {
    let attributes = model.attributes();
    let (size, classes) = (attributes.size("num_features")?, attributes.size("num_classes")?);
    if classes != CLASSES {
        return Err(BundleError::format(format!("boosts {classes} classes, where Spark knows two")));
    }
    if let Some(loss) = attributes.optional_string("lossType")?.filter(|loss| *loss != "logistic") {
        let loss = loss.escape_default();
        return Err(BundleError::unsupported(format!(
            "attribute `lossType` is `{loss}`, where Spark knows `logistic`"
        )));
    }
    let thresholds = read_thresholds(attributes, CLASSES)?;
    let trees = BoostedTrees::read(model, size)?;
    Ok(FittedClassifier::new(GradientBoostedTrees { trees, thresholds }, size, CLASSES))
}

impl Classify for GradientBoostedTrees {
    fn trees(&self) -> Trees<'_> {
        Trees::Ensemble(self.trees.all())
    }

    fn raw(&self, features: &Vector, scratch: &mut Vec<f64>, raw: &mut [f64]) -> Result<(), Fault> {
        features.write_dense(scratch);
        let margin = self.trees.sum(scratch);
        raw.copy_from_slice(&[-margin, margin]);
        Ok(())
    }

    fn probability(&self, raw: &mut [f64]) {
        raw[0] = 1.0 / (1.0 + (-2.0 * raw[0]).exp());
        raw[1] = 1.0 - raw[0];
    }

    fn thresholds(&self) -> Option<&[f64]> {
        self.thresholds.as_deref()
    }

    fn predict_alone(&self, raw: &mut [f64]) -> f64 {
        match self.thresholds {
            None => f64::from(u8::from(raw[1] > 0.0)),
            Some(_) => self.predict_from_raw(raw),
        }
    }
}
