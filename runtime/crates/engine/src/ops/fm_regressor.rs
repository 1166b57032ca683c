//! `saltus.fm_regressor`: Spark's `FMRegressionModel`, which MLeap's format lacks.
//!
//! The sum of a factorization machine: intercept, linear terms, and the product of the factors of each pair of
//! features.
//!
//! Attributes:
//!
//! - `num_features`: integer
//! - `intercept`: double
//! - `linear`: tensor of double
//! - `factors`: tensor of double, one row for each feature

use super::{
    Op,
    factorization_machine::FactorizationMachine,
    regressor::{FittedRegressor, Regress, build_regressor},
};
use crate::{
    error::{BundleError, Fault},
    plan::{ModelReader, StageBuilder},
    vector::Vector,
};

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    build_regressor(stage, read)
}

fn read(model: &mut ModelReader<'_>) -> Result<FittedRegressor, BundleError> {
    let machine = FactorizationMachine::read(model.attributes())?;
    let size = machine.size();
    Ok(FittedRegressor::new(machine, size))
}

impl Regress for FactorizationMachine {
    fn predict(&self, features: &Vector, _: &mut Vec<f64>) -> Result<f64, Fault> {
        Ok(self.apply(features))
    }
}
