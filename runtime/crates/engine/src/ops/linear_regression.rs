//! `linear_regression`: Spark's `LinearRegressionModel`, whatever the loss it was fitted with.
//!
//! Attributes:
//!
//! - `coefficients`: tensor of double
//! - `intercept`: double

use super::{
    Op,
    regressor::{FittedRegressor, Regress, build_regressor},
};
use crate::{
    bundle::Attributes,
    error::{BundleError, Fault},
    plan::{ModelReader, StageBuilder},
    vector::Vector,
};

/// Coefficients and intercept, as several models have them.
#[derive(Debug)]
pub(super) struct Linear {
    coefficients: Vec<f64>,
    intercept: f64,
}

impl Linear {
    pub(super) fn read(attributes: &Attributes) -> Result<Self, BundleError> {
        Ok(Self {
            coefficients: attributes.vector("coefficients")?.to_vec(),
            intercept: attributes.double("intercept")?,
        })
    }

    /// How many features there are.
    pub(super) fn size(&self) -> usize {
        self.coefficients.len()
    }

    pub(super) fn apply(&self, features: &Vector) -> f64 {
        features.dot(&self.coefficients) + self.intercept
    }
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    build_regressor(stage, read)
}

fn read(model: &mut ModelReader<'_>) -> Result<FittedRegressor, BundleError> {
    let linear = Linear::read(model.attributes())?;
    let size = linear.size();
    Ok(FittedRegressor::new(linear, size))
}

impl Regress for Linear {
    fn predict(&self, features: &Vector, _: &mut Vec<f64>) -> Result<f64, Fault> {
        Ok(self.apply(features))
    }
}
