//! `saltus.fm_classifier`: Spark's `FMClassificationModel`, which MLeap's format lacks.
//!
//! A factorization machine's sum m is the raw prediction [-m, m]; the probability is its logistic function.
//!
//! Attributes:
//!
//! - `num_classes`: integer
//! - `num_features`: integer
//! - `intercept`: double
//! - `linear`: tensor of double
//! - `factors`: tensor of double, one row for each feature
//! - `thresholds`: list of double, one for each class; default none

use super::{
    Op,
    classifier::{Classify, FittedClassifier, build_classifier, read_classes, read_thresholds},
    factorization_machine::FactorizationMachine,
};
use crate::{
    error::{BundleError, Fault},
    plan::{ModelReader, StageBuilder},
    vector::Vector,
};

const CLASSES: usize = 2;

#[derive(Debug)]
struct FmClassifier {
    machine: FactorizationMachine,
    thresholds: Option<Vec<f64>>,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    build_classifier(stage, read)
}

pub(super) fn read(model: &mut ModelReader<'_>) -> Result<FittedClassifier, BundleError> {
    let attributes = model.attributes();
    let classes = read_classes(attributes)?;
    if classes != CLASSES {
        return Err(BundleError::format(format!("tells {classes} classes apart by one sum")));
    }
    let thresholds = read_thresholds(attributes, CLASSES)?;
    let machine = FactorizationMachine::read(attributes)?;
    let size = machine.size();
    Ok(FittedClassifier::new(FmClassifier { machine, thresholds }, size, CLASSES))
}

impl Classify for FmClassifier {
    fn raw(&self, features: &Vector, _: &mut Vec<f64>, raw: &mut [f64]) -> Result<(), Fault> {
        let margin = self.machine.apply(features);
        raw.copy_from_slice(&[-margin, margin]);
        Ok(())
    }

    fn probability(&self, raw: &mut [f64]) {
        raw[1] = 1.0 / (1.0 + (-raw[1]).exp());
        raw[0] = 1.0 - raw[1];
    }

    fn thresholds(&self) -> Option<&[f64]> {
        self.thresholds.as_deref()
    }
}
