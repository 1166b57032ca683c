//! `saltus.vector_size_hint`: Spark's `VectorSizeHint`, which MLeap's format lacks. It adds no column.
//!
//! A null vector and one of another size raise (error) or drop the row (skip).
//!
//! Attributes:
//!
//! - `size`: integer
//! - `handle_invalid`: string, `error` (default) or `skip`

use super::{Op, features::read_vector, handle_invalid::HandleInvalid};
use crate::{
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot},
    plan::StageBuilder,
    vector::Vector,
};

#[derive(Debug)]
struct VectorSizeHint {
    input: Slot,
    size: usize,
    skip: bool,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let size = attributes.size("size")?;
    let skip = match HandleInvalid::read(attributes)? {
        HandleInvalid::Error => false,
        HandleInvalid::Skip => true,
        HandleInvalid::Keep => return Err(BundleError::attribute("handle_invalid", "is keep, not error or skip")),
    };
    // It stops rows, and must not be left out because nothing reads what it adds.
    stage.drops_rows();
    let input = read_vector(stage, "input", Some(size))?.slot;
    Ok(Box::new(VectorSizeHint { input, size, skip }))
}

impl Op for VectorSizeHint {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        match frame.vector(self.input).map(Vector::len) {
            Some(size) if size == self.size => Ok(Flow::Next),
            _ if self.skip => Ok(Flow::Drop),
            Some(size) => Err(Fault::new(format!("has {size} elements where {} belong", self.size))),
            None => Err(Fault::new("is null, which handleInvalid = error does not allow")),
        }
    }
}
