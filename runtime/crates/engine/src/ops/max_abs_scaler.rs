//! `max_abs_scaler`: Spark's `MaxAbsScalerModel`.
//!
//! Multiplies by the reciprocal, and a column that was 0 throughout by 1. Values beyond the fitted range leave
//! [-1, 1], where MLeap's runtime cuts them off.
//!
//! Attributes:
//!
//! - `maxAbs`: tensor of double

use super::{Op, elementwise_product::Scaling, vector_map::build_map};
use crate::{error::BundleError, plan::StageBuilder};

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let largest = stage.attributes().vector("maxAbs")?;
    let factors = largest.iter().map(|&largest| if largest == 0.0 { 1.0 } else { 1.0 / largest }).collect();
    build_map(stage, Scaling { factors })
}
