//! `imputer`: Spark's `ImputerModel`, one column at a time.
//!
//! Null and the missing value become the surrogate. Where the missing value is a number, NaN stays NaN: Spark
//! compares, MLeap's runtime imputes NaN as well. Spark works on doubles and casts the result back to the type of the
//! column, so that a long beyond 2^53 loses digits; the attribute `output_type`, unknown to MLeap, says the type. The
//! output may have the name of the input, and takes its place for later stages; MLeap refuses that.
//!
//! Attributes:
//!
//! - `surrogate_value`: double
//! - `missing_value`: double, default NaN
//! - `output_type`: string, a numeric type; default that of the input

use super::Op;
use crate::{
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot},
    plan::StageBuilder,
};

#[derive(Debug)]
struct Imputer {
    input: Slot,
    output: Slot,
    missing: f64,
    surrogate: f64,
    output_type: DataType,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let surrogate = attributes.double("surrogate_value")?;
    let missing = attributes.optional_double("missing_value")?.unwrap_or(f64::NAN);
    let output_type = match attributes.optional_string("output_type")? {
        None => DataType::Double,
        Some(name) => name.parse().map_err(|reason| BundleError::attribute("output_type", reason))?,
    };
    let input = stage.input("input", output_type.clone())?;
    if !input.data_type.is_numeric() || input.data_type == DataType::Boolean {
        return Err(BundleError::format(format!("imputes the column `{}` of type {}", input.name, input.data_type)));
    }
    if !output_type.is_numeric() || output_type == DataType::Boolean {
        return Err(BundleError::attribute("output_type", format!("is {output_type}, which is no number")));
    }
    stage.overwrites();
    let output = stage.output("output", output_type.clone())?;
    Ok(Box::new(Imputer { input: input.slot, output, missing, surrogate, output_type }))
}

/// Spark's cast of a double: integral types truncate toward zero and saturate.
fn put_cast(frame: &mut Frame, slot: Slot, value: f64, data_type: &DataType) {
    match data_type {
        DataType::Byte => frame.put(slot, value as i8),
        DataType::Short => frame.put(slot, value as i16),
        DataType::Int => frame.put(slot, value as i32),
        DataType::Long => frame.put(slot, value as i64),
        DataType::Float => frame.put(slot, value as f32),
        _ => frame.put(slot, value),
    }
}

impl Op for Imputer {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let is_missing = |value: &f64| *value == self.missing || (value.is_nan() && self.missing.is_nan());
        let present = frame.number(self.input).filter(|value| !is_missing(value));
        put_cast(frame, self.output, present.unwrap_or(self.surrogate), &self.output_type);
        Ok(Flow::Next)
    }
}
