//! Three-valued logic, and tests for null and NaN.

use super::{
    call::{Built, Call, held_as},
    cell::Cell,
    expression::{Eval, Expression, unary},
};
use crate::{error::Fault, frame::Frame};

/// `AND` is decided by false, `OR` by true: then the right side is not evaluated.
struct Connective {
    arguments: [Expression; 2],
    decides: bool,
}

impl Eval for Connective {
    fn eval<'a>(&'a self, frame: &'a Frame) -> Result<Cell<'a>, Fault> {
        let [left, right] = &self.arguments;
        let left = left.eval(frame)?;
        if matches!(left, Cell::Boolean(value) if value == self.decides) {
            return Ok(left);
        }
        let right = right.eval(frame)?;
        let decided = matches!(right, Cell::Boolean(value) if value == self.decides);
        Ok(if decided || !left.is_null() { right } else { Cell::Null })
    }
}

fn connective(mut call: Call, decides: bool) -> Built {
    Ok(Box::new(Connective { arguments: call.take_two::<bool, bool>()?, decides }))
}

pub(super) fn and(call: Call) -> Built {
    connective(call, false)
}

pub(super) fn or(call: Call) -> Built {
    connective(call, true)
}

pub(super) fn not(mut call: Call) -> Built {
    let argument = call.take_one::<bool, bool>()?;
    Ok(unary(argument, |value: bool| Ok(Some(!value))))
}

struct Test(Expression, fn(&Cell<'_>) -> bool);

impl Eval for Test {
    fn eval<'a>(&'a self, frame: &'a Frame) -> Result<Cell<'a>, Fault> {
        Ok(Cell::Boolean((self.1)(&self.0.eval(frame)?)))
    }
}

pub(super) fn is_null(mut call: Call) -> Built {
    call.returns::<bool>()?;
    let [argument] = call.take()?;
    Ok(Box::new(Test(argument, |cell| matches!(cell, Cell::Null))))
}

/// False for null.
pub(super) fn is_nan(mut call: Call) -> Built {
    call.returns::<bool>()?;
    let [argument] = call.take()?;
    held_as::<f64>(&argument)?;
    Ok(Box::new(Test(argument, |cell| matches!(cell, Cell::Double(value) if value.is_nan()))))
}
