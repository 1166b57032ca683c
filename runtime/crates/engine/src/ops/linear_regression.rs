//! `linear_regression`: Spark's `LinearRegressionModel`, whatever the loss it was fitted with.
//!
//! Attributes:
//!
//! - `coefficients`: tensor of double
//! - `intercept`: double
//! - `sparse_coefficients`: boolean, default false; unknown to MLeap: whether coefficients of 0 are none at all, so that
//!   a feature that is not finite has no part in the sum

use std::ops::Range;

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
    coefficients: Coefficients,
    intercept: f64,
}

/// Coefficients as Spark holds them.
#[derive(Debug)]
pub(super) struct Coefficients {
    values: Vec<f64>,
    sparse: bool,
}

impl Coefficients {
    pub(super) fn read(values: Vec<f64>, attributes: &Attributes) -> Result<Self, BundleError> {
        Ok(Self { values, sparse: attributes.flag("sparse_coefficients")? })
    }

    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    pub(super) fn dot(&self, features: &Vector) -> f64 {
        self.dot_row(features, 0..self.values.len())
    }

    /// Of a matrix row by row, the row at some positions.
    pub(super) fn dot_row(&self, features: &Vector, row: Range<usize>) -> f64 {
        if self.sparse { features.dot_nonzero(&self.values[row]) } else { features.dot(&self.values[row]) }
    }
}

impl Linear {
    pub(super) fn read(attributes: &Attributes) -> Result<Self, BundleError> {
        Ok(Self {
            coefficients: Coefficients::read(attributes.vector("coefficients")?.to_vec(), attributes)?,
            intercept: attributes.double("intercept")?,
        })
    }

    /// How many features there are.
    pub(super) fn size(&self) -> usize {
        self.coefficients.len()
    }

    pub(super) fn apply(&self, features: &Vector) -> f64 {
        self.coefficients.dot(features) + self.intercept
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
