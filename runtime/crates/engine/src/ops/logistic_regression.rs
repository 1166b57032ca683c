//! `logistic_regression`: Spark's `LogisticRegressionModel`, binomial and multinomial.
//!
//! MLeap's exporter for scikit-learn writes the matrix of coefficients row by row, which MLeap's own runtime reads
//! column by column as all others; here its nodes are known by their names, and are read as they are meant.
//!
//! Attributes:
//!
//! - `num_classes`: integer
//! - `coefficients`: tensor of double; binomial
//! - `intercept`: double; binomial
//! - `threshold`: double, default 0.5; binomial
//! - `coefficient_matrix`: matrix of double; multinomial
//! - `intercept_vector`: tensor of double; multinomial
//! - `thresholds`: list of double, one for each class; default none; multinomial
//! - `sparse_coefficients`: boolean, default false; unknown to MLeap: whether coefficients of 0 are none at all, so that
//!   a feature that is not finite has no part in the sum

use super::{
    Op,
    classifier::{Classify, FittedClassifier, build_classifier, read_classes, read_thresholds, softmax},
    linear_regression::Coefficients,
};
use crate::{
    error::{BundleError, Fault},
    plan::{ModelReader, StageBuilder},
    vector::Vector,
};

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    build_classifier(stage, read)
}

pub(super) fn read(model: &mut ModelReader<'_>) -> Result<FittedClassifier, BundleError> {
    let attributes = model.attributes();
    let classes = read_classes(attributes)?;
    if !attributes.has("coefficient_matrix") {
        if classes > 2 {
            return Err(BundleError::format(format!("has one row of coefficients for {classes} classes")));
        }
        let threshold = attributes.optional_double("threshold")?.unwrap_or(0.5);
        let model = Binomial {
            coefficients: Coefficients::read(attributes.vector("coefficients")?.to_vec(), attributes)?,
            intercept: attributes.double("intercept")?,
            threshold,
            least_margin: (threshold / (1.0 - threshold)).ln(),
        };
        let size = model.coefficients.len();
        return Ok(FittedClassifier::new(model, size, 2));
    }
    let (rows, columns, values) = attributes.matrix("coefficient_matrix")?;
    let intercepts = attributes.vector("intercept_vector")?.to_vec();
    if rows != classes || intercepts.len() != classes {
        return Err(BundleError::format(format!(
            "has {rows} rows of coefficients and {} intercepts for {classes} classes",
            intercepts.len()
        )));
    }
    let by_row = if model.is_by_scikit_learn() {
        values.to_vec()
    } else {
        (0..rows * columns).map(|position| values[position / columns + position % columns * rows]).collect()
    };
    let model = Multinomial {
        coefficients: Coefficients::read(by_row, attributes)?,
        intercepts,
        thresholds: read_thresholds(attributes, classes)?,
        size: columns,
    };
    Ok(FittedClassifier::new(model, columns, classes))
}

#[derive(Debug)]
struct Binomial {
    coefficients: Coefficients,
    intercept: f64,
    threshold: f64,
    /// The threshold as a margin: -∞ at 0 and +∞ at 1.
    least_margin: f64,
}

impl Classify for Binomial {
    fn raw(&self, features: &Vector, _: &mut Vec<f64>, raw: &mut [f64]) -> Result<(), Fault> {
        let margin = self.coefficients.dot(features) + self.intercept;
        raw.copy_from_slice(&[-margin, margin]);
        Ok(())
    }

    fn probability(&self, raw: &mut [f64]) {
        raw[0] = 1.0 / (1.0 + (-raw[0]).exp());
        raw[1] = 1.0 - raw[0];
    }

    fn thresholds(&self) -> Option<&[f64]> {
        None
    }

    fn predict_from_raw(&self, raw: &mut [f64]) -> f64 {
        f64::from(u8::from(raw[1] > self.least_margin))
    }

    fn predict_from_probability(&self, probability: &[f64]) -> f64 {
        f64::from(u8::from(probability[1] > self.threshold))
    }

    fn predict_alone(&self, raw: &mut [f64]) -> f64 {
        f64::from(u8::from(1.0 / (1.0 + (-raw[1]).exp()) > self.threshold))
    }
}

#[derive(Debug)]
struct Multinomial {
    /// Row by row, one row for each class.
    coefficients: Coefficients,
    intercepts: Vec<f64>,
    thresholds: Option<Vec<f64>>,
    size: usize,
}

impl Classify for Multinomial {
    fn raw(&self, features: &Vector, _: &mut Vec<f64>, raw: &mut [f64]) -> Result<(), Fault> {
        for (class, (raw, intercept)) in raw.iter_mut().zip(&self.intercepts).enumerate() {
            let row = class * self.size..(class + 1) * self.size;
            *raw = self.coefficients.dot_row(features, row) + intercept;
        }
        Ok(())
    }

    /// The first margin of +∞ takes it all; the others are scaled by 0, which leaves NaN of what was not finite.
    fn probability(&self, raw: &mut [f64]) {
        let Some(infinite) = raw.iter().position(|margin| *margin == f64::INFINITY) else {
            return softmax(raw);
        };
        for margin in raw.iter_mut() {
            *margin *= 0.0;
        }
        raw[infinite] = 1.0;
    }

    fn thresholds(&self) -> Option<&[f64]> {
        self.thresholds.as_deref()
    }
}
