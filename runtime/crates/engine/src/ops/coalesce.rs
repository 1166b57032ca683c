//! `coalesce`: the first of several numbers that is not null, else null; MLeap's own, Spark has no such stage.
//!
//! NaN is not null.
//!
//! Attributes: none.

use super::{Op, features::check_number};
use crate::{
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot, Value},
    plan::StageBuilder,
};

#[derive(Debug)]
struct Coalesce {
    inputs: Vec<Slot>,
    output: Slot,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let inputs = stage.inputs(|_| DataType::Double)?.into_iter().map(|column| Ok(check_number(column)?.slot));
    let inputs = inputs.collect::<Result<_, BundleError>>()?;
    let output = stage.output("output", DataType::Double)?;
    Ok(Box::new(Coalesce { inputs, output }))
}

impl Op for Coalesce {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let first = self.inputs.iter().find_map(|slot| frame.number(*slot));
        frame.set(self.output, first.map_or(Value::Null, Value::Double));
        Ok(Flow::Next)
    }
}
