//! `elementwise_product`: Spark's `ElementwiseProduct`.
//!
//! The form stays, explicit zeros included.
//!
//! Attributes:
//!
//! - `scaling_vec`: tensor of double

use super::{
    Op,
    vector_map::{VectorMap, build_map},
};
use crate::{
    error::{BundleError, Fault},
    frame::Flow,
    plan::StageBuilder,
    vector::Vector,
};

/// Multiplies element by element: other scalers are the same function with other factors.
#[derive(Debug)]
pub(super) struct Scaling {
    pub(super) factors: Vec<f64>,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let factors = stage.attributes().vector("scaling_vec")?.to_vec();
    build_map(stage, Scaling { factors })
}

impl VectorMap for Scaling {
    fn input_size(&self) -> Option<usize> {
        Some(self.factors.len())
    }

    fn map(&self, vector: &Vector, mapped: &mut Vector) -> Result<Flow, Fault> {
        mapped.copy_from(vector);
        mapped.scale_by(&self.factors);
        Ok(Flow::Next)
    }
}
