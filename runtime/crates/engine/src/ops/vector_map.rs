//! What stages share that make one vector out of one vector: ports, sizes and buffers.

use super::{Op, features::read_vector};
use crate::{
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot, Value},
    plan::StageBuilder,
    vector::Vector,
};

/// A fitted function from vector to vector.
pub(super) trait VectorMap: std::fmt::Debug + Send + Sync {
    /// The size that a vector must have; `None` takes any.
    fn input_size(&self) -> Option<usize>;

    /// The size of the result, where that of the vector is `size`.
    fn output_size(&self, size: Option<usize>) -> Option<usize> {
        size
    }

    /// Whether null stays null; else it raises.
    fn passes_null(&self) -> bool {
        false
    }

    /// Writes the result into `mapped`, which still holds that of an earlier row.
    fn map(&self, vector: &Vector, mapped: &mut Vector) -> Result<Flow, Fault>;
}

#[derive(Debug)]
struct Mapped<M> {
    model: M,
    input: Slot,
    output: Slot,
    size: Option<usize>,
}

/// Ties a function to the ports `input` and `output`.
pub(super) fn build_map<M: VectorMap + 'static>(
    stage: &mut StageBuilder<'_>,
    model: M,
) -> Result<Box<dyn Op>, BundleError> {
    let size = model.input_size();
    let input = read_vector(stage, "input", size)?;
    let declared = match input.data_type {
        DataType::Vector(declared) => declared,
        _ => None,
    };
    let output = stage.output("output", DataType::Vector(model.output_size(size.or(declared))))?;
    Ok(Box::new(Mapped { model, input: input.slot, output, size }))
}

/// Fails unless a parameter has as many values as another one.
pub(super) fn same_size(name: &str, size: usize, other: &str, other_size: usize) -> Result<(), BundleError> {
    if size == other_size {
        Ok(())
    } else {
        Err(BundleError::attribute(name, format!("has {size} values, but `{other}` has {other_size}")))
    }
}

impl<M: VectorMap> Op for Mapped<M> {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        if self.model.passes_null() && frame.vector(self.input).is_none() {
            frame.set(self.output, Value::Null);
            return Ok(Flow::Next);
        }
        let (columns, mapped) = frame.split(self.output);
        self.model.map(columns.get(self.input).features(self.size)?, mapped)
    }
}
