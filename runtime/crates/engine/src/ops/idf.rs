//! `idf`: Spark's `IDFModel`.
//!
//! Attributes:
//!
//! - `idf`: tensor of double

use super::{Op, elementwise_product::Scaling, vector_map::build_map};
use crate::{error::BundleError, plan::StageBuilder};

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let factors = stage.attributes().vector("idf")?.to_vec();
    build_map(stage, Scaling { factors })
}
