//! `reverse_string_indexer`: Spark's `IndexToString`.
//!
//! A fraction is cut off (1.9 is the label 1, -0.5 the label 0); null, NaN and whatever has no label raise.
//!
//! Attributes:
//!
//! - `labels`: list of string
//! - `input_shape`: shape, a scalar; default that

use super::Op;
use crate::{
    bundle::Shape,
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot, Value},
    plan::StageBuilder,
};

#[derive(Debug)]
struct ReverseStringIndexer {
    input: Slot,
    output: Slot,
    labels: Vec<String>,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    if attributes.has("input_shape") && *attributes.shapes("input_shape")? != [Shape::Scalar] {
        return Err(BundleError::unsupported("looks up the labels of lists or tensors, which Spark does not"));
    }
    let labels = attributes.strings("labels")?.to_vec();
    let input = stage.input("input", DataType::Double)?;
    if !input.data_type.is_numeric() || input.data_type == DataType::Boolean {
        return Err(BundleError::format(format!("the column `{}` is no number but {}", input.name, input.data_type)));
    }
    let output = stage.output("output", DataType::String)?;
    Ok(Box::new(ReverseStringIndexer { input: input.slot, output, labels }))
}

impl Op for ReverseStringIndexer {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let index = frame.number(self.input).ok_or_else(|| Fault::new("is null, which has no label"))?;
        let label = if index > -1.0 { self.labels.get(index as usize) } else { None };
        let label = label.ok_or_else(|| Fault::new(format!("is {index}, which has no label")))?;
        match frame.get_mut(self.output) {
            Value::String(text) => text.clone_from(label),
            cell => *cell = Value::String(label.clone()),
        }
        Ok(Flow::Next)
    }
}
