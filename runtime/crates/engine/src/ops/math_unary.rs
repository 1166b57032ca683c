//! `math_unary`: a function of one number, a stage of MLeap's own. Null stays null, as in a function over doubles.
//!
//! Attributes:
//!
//! - `operation`: string, `log`, `exp`, `sqrt`, `sin`, `cos`, `tan`, `abs`, `logit`, `floor`, `ceil` or `round`

use super::{Op, features::read_number};
use crate::{
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot, Value},
    java_math,
    plan::StageBuilder,
};

#[derive(Debug, Clone, Copy)]
enum Function {
    Log,
    Exp,
    Sqrt,
    Sin,
    Cos,
    Tan,
    Abs,
    Logit,
    Floor,
    Ceil,
    Round,
}

#[derive(Debug)]
struct MathUnary {
    function: Function,
    input: Slot,
    output: Slot,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let function = Function::read(stage.attributes().optional_string("operation")?.unwrap_or_default())?;
    let input = read_number(stage, "input")?.slot;
    let output = stage.output("output", DataType::Double)?;
    Ok(Box::new(MathUnary { function, input, output }))
}

impl Function {
    fn read(name: &str) -> Result<Self, BundleError> {
        Ok(match name {
            "log" => Self::Log,
            "exp" => Self::Exp,
            "sqrt" => Self::Sqrt,
            "sin" => Self::Sin,
            "cos" => Self::Cos,
            "tan" => Self::Tan,
            "abs" => Self::Abs,
            "logit" => Self::Logit,
            "floor" => Self::Floor,
            "ceil" => Self::Ceil,
            "round" => Self::Round,
            _ => return Err(BundleError::unsupported(format!("the operation `{}` is unknown", name.escape_default()))),
        })
    }

    fn of(self, value: f64) -> Result<f64, Fault> {
        Ok(match self {
            Self::Log => value.ln(),
            Self::Exp => value.exp(),
            Self::Sqrt => value.sqrt(),
            Self::Sin => value.sin(),
            Self::Cos => value.cos(),
            Self::Tan => value.tan(),
            Self::Abs => value.abs(),
            Self::Logit if !value.is_nan() && !(0.0..=1.0).contains(&value) => {
                return Err(Fault::new(format!("holds {value}, but the logit is defined from 0 to 1 only")));
            }
            Self::Logit => (value / (1.0 - value)).ln(),
            Self::Floor => value.floor(),
            Self::Ceil => value.ceil(),
            Self::Round => java_math::round(value) as f64,
        })
    }
}

impl Op for MathUnary {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let result = match frame.number(self.input) {
            Some(value) => Value::Double(self.function.of(value)?),
            None => Value::Null,
        };
        frame.set(self.output, result);
        Ok(Flow::Next)
    }
}

#[cfg(test)]
mod tests {
    use super::Function;

    #[test]
    fn the_logit_is_infinite_at_its_ends_and_undefined_beyond() {
        assert_eq!(Some(f64::NEG_INFINITY), Function::Logit.of(0.0).ok());
        assert_eq!(Some(f64::INFINITY), Function::Logit.of(1.0).ok());
        assert!(Function::Logit.of(f64::NAN).is_ok_and(f64::is_nan));
        for value in [-0.1, 1.1, f64::INFINITY] {
            assert!(Function::Logit.of(value).is_err());
        }
    }
}
