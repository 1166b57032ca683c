//! `math_binary`: a function of two numbers, a stage of MLeap's own.
//!
//! A side without a column is a constant. Null on either side gives null, as in a function over doubles.
//!
//! Attributes:
//!
//! - `operation`: string, `add`, `sub`, `mul`, `div`, `rem`, `log_n`, `pow`, `min` or `max`
//! - `da`, `db`: double, the constant of a side without a column

use super::{Op, features::read_number};
use crate::{
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot, Value},
    java_math,
    plan::StageBuilder,
};

type Function = fn(f64, f64) -> f64;

#[derive(Debug)]
enum Side {
    Column(Slot),
    Constant(f64),
}

#[derive(Debug)]
struct MathBinary {
    function: Function,
    left: Side,
    right: Side,
    output: Slot,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let function = find(stage.attributes().optional_string("operation")?.unwrap_or_default())?;
    let (left, right) = (side(stage, "input_a", "da")?, side(stage, "input_b", "db")?);
    let output = stage.output("output", DataType::Double)?;
    Ok(Box::new(MathBinary { function, left, right, output }))
}

fn find(name: &str) -> Result<Function, BundleError> {
    Ok(match name {
        "add" => |left, right| left + right,
        "sub" => |left, right| left - right,
        "mul" => |left, right| left * right,
        "div" => |left, right| left / right,
        "rem" => |left, right| left % right,
        "log_n" => |left, right| left.ln() / right.ln(),
        "pow" => java_math::pow,
        "min" => java_math::min,
        "max" => java_math::max,
        _ => return Err(BundleError::unsupported(format!("the operation `{}` is unknown", name.escape_default()))),
    })
}

fn side(stage: &mut StageBuilder<'_>, port: &str, constant: &str) -> Result<Side, BundleError> {
    if stage.has_input(port) {
        return Ok(Side::Column(read_number(stage, port)?.slot));
    }
    stage.attributes().double(constant).map(Side::Constant)
}

impl Side {
    fn value(&self, frame: &Frame) -> Option<f64> {
        match self {
            Self::Column(slot) => frame.number(*slot),
            Self::Constant(value) => Some(*value),
        }
    }
}

impl Op for MathBinary {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let result = match (self.left.value(frame), self.right.value(frame)) {
            (Some(left), Some(right)) => Value::Double((self.function)(left, right)),
            _ => Value::Null,
        };
        frame.set(self.output, result);
        Ok(Flow::Next)
    }
}
