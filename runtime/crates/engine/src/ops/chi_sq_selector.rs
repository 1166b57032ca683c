//! `chi_sq_selector`: Spark's `ChiSqSelectorModel`.
//!
//! Picks the selected elements in ascending order; the form stays, explicit zeros included.
//!
//! Attributes:
//!
//! - `filter_indices`: list of integer
//! - `input_size`: integer

use super::{Op, vector_map::build_map, vector_slicer::Slice};
use crate::{error::BundleError, plan::StageBuilder};

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let mut indices = attributes.integers("filter_indices")?;
    indices.sort_unstable();
    let slice = Slice::new(attributes.size("input_size")?, &indices, true)?;
    build_map(stage, slice)
}
