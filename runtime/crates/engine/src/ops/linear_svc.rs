//! `linear_svc`: Spark's `LinearSVCModel`; `support_vector_machine`: the SVM of MLeap's Spark extension.
//!
//! Both are a plane through the features. Neither has probabilities: Spark's has no such column, the extension's
//! repeats the raw prediction. A margin of exactly the threshold is class 0.
//!
//! Attributes:
//!
//! - `coefficients`: tensor of double
//! - `intercept`: double
//! - `sparse_coefficients`: boolean, default false; unknown to MLeap, see `linear_regression`
//! - `num_classes`: integer, always 2
//! - `threshold`: double, default 0
//! - `thresholds`: list of double, one for each class; default none

use super::{
    Op,
    classifier::{Classify, FittedClassifier, argmax_scaled, build_classifier, read_thresholds},
    linear_regression::Linear,
};
use crate::{
    error::{BundleError, Fault},
    plan::{ModelReader, StageBuilder},
    vector::Vector,
};

const CLASSES: usize = 2;

#[derive(Debug)]
struct Plane {
    linear: Linear,
    /// Of the margin; Spark's.
    threshold: f64,
    /// Of the classes; the extension's.
    thresholds: Option<Vec<f64>>,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    build_classifier(stage, read)
}

pub(super) fn read(model: &mut ModelReader<'_>) -> Result<FittedClassifier, BundleError> {
    let attributes = model.attributes();
    let classes = attributes.size("num_classes")?;
    if classes != CLASSES {
        return Err(BundleError::format(format!("separates {classes} classes with one plane")));
    }
    let plane = Plane {
        linear: Linear::read(attributes)?,
        threshold: attributes.optional_double("threshold")?.unwrap_or(0.0),
        thresholds: read_thresholds(attributes, CLASSES)?,
    };
    let size = plane.linear.size();
    Ok(FittedClassifier::new(plane, size, CLASSES))
}

impl Classify for Plane {
    fn raw(&self, features: &Vector, _: &mut Vec<f64>, raw: &mut [f64]) -> Result<(), Fault> {
        let margin = self.linear.apply(features);
        raw.copy_from_slice(&[-margin, margin]);
        Ok(())
    }

    fn probability(&self, _: &mut [f64]) {}

    fn thresholds(&self) -> Option<&[f64]> {
        self.thresholds.as_deref()
    }

    fn predict_from_raw(&self, raw: &mut [f64]) -> f64 {
        self.predict_from_probability(raw)
    }

    fn predict_from_probability(&self, raw: &[f64]) -> f64 {
        match &self.thresholds {
            None => f64::from(u8::from(raw[1] > self.threshold)),
            Some(thresholds) => argmax_scaled(raw, thresholds) as f64,
        }
    }
}
