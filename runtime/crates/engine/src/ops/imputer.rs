//! `imputer`: Spark's `ImputerModel`, one column at a time.
//!
//! Null and the missing value become the surrogate. Where the missing value is a number, NaN stays NaN: Spark
//! compares, MLeap's runtime imputes NaN as well. Spark casts the result back to the type of the column; the
//! attribute `output_type`, unknown to MLeap, says which that is.

use super::Op;
use crate::{
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot, Value},
    plan::StageBuilder,
};

#[derive(Debug)]
struct Imputer {
    input: Slot,
    output: Slot,
    missing: f64,
    surrogate: Value,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let surrogate = attributes.double("surrogate_value")?;
    let missing = attributes.optional_double("missing_value")?.unwrap_or(f64::NAN);
    let output_type = match attributes.optional_string("output_type")? {
        None => DataType::Double,
        Some(name) => {
            name.parse().map_err(|reason| BundleError::format(format!("attribute `output_type`: {reason}")))?
        }
    };
    let input = stage.input("input", output_type.clone())?;
    if !input.data_type.is_numeric() || input.data_type == DataType::Boolean {
        return Err(BundleError::format(format!("imputes the column `{}` of type {}", input.name, input.data_type)));
    }
    let surrogate = cast(surrogate, &output_type)?;
    let output = stage.output("output", output_type)?;
    Ok(Box::new(Imputer { input: input.slot, output, missing, surrogate }))
}

/// Spark's cast of a double: integral types truncate toward zero and saturate.
fn cast(value: f64, data_type: &DataType) -> Result<Value, BundleError> {
    Ok(match data_type {
        DataType::Byte => Value::Byte(value as i8),
        DataType::Short => Value::Short(value as i16),
        DataType::Int => Value::Int(value as i32),
        DataType::Long => Value::Long(value as i64),
        DataType::Float => Value::Float(value as f32),
        DataType::Double => Value::Double(value),
        other => return Err(BundleError::format(format!("attribute `output_type` is {other}, which is no number"))),
    })
}

impl Op for Imputer {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let keep = frame
            .number(self.input)
            .filter(|value| *value != self.missing && !(value.is_nan() && self.missing.is_nan()));
        let value = match (keep, &self.surrogate) {
            (None, surrogate) => surrogate.clone(),
            (Some(value), Value::Double(_)) => Value::Double(value),
            // The column already has the type that Spark casts back to.
            (Some(_), _) => frame.get(self.input).clone(),
        };
        frame.set(self.output, value);
        Ok(Flow::Next)
    }
}
