//! Values that depend on others; what is not chosen is not evaluated.

use super::{
    call::{Built, Call, held_as},
    cell::Cell,
    expression::{Eval, Expression},
};
use crate::{error::Fault, frame::Frame};

struct Null;

impl Eval for Null {
    fn eval<'a>(&'a self, _: &'a Frame) -> Result<Cell<'a>, Fault> {
        Ok(Cell::Null)
    }
}

pub(super) fn null(mut call: Call) -> Built {
    let [] = call.take()?;
    Ok(Box::new(Null))
}

/// Conditions with their values, and the value where none holds.
struct Case {
    branches: Vec<[Expression; 2]>,
    otherwise: Option<Expression>,
}

impl Eval for Case {
    fn eval<'a>(&'a self, frame: &'a Frame) -> Result<Cell<'a>, Fault> {
        for [condition, value] in &self.branches {
            if condition.holds(frame)? {
                return value.eval(frame);
            }
        }
        self.otherwise.as_ref().map_or(Ok(Cell::Null), |value| value.eval(frame))
    }
}

/// The arguments are conditions and values by turns; one more is the value where no condition holds.
pub(super) fn case(mut call: Call) -> Built {
    let mut arguments = std::mem::take(&mut call.arguments).into_iter();
    let mut case = Case { branches: Vec::new(), otherwise: None };
    while let Some(first) = arguments.next() {
        let Some(value) = arguments.next() else {
            call.same_types([&first])?;
            case.otherwise = Some(first);
            break;
        };
        held_as::<bool>(&first)?;
        call.same_types([&value])?;
        case.branches.push([first, value]);
    }
    Ok(Box::new(case))
}

struct Coalesce(Vec<Expression>);

impl Eval for Coalesce {
    fn eval<'a>(&'a self, frame: &'a Frame) -> Result<Cell<'a>, Fault> {
        for argument in &self.0 {
            let value = argument.eval(frame)?;
            if !value.is_null() {
                return Ok(value);
            }
        }
        Ok(Cell::Null)
    }
}

pub(super) fn coalesce(mut call: Call) -> Built {
    let arguments = std::mem::take(&mut call.arguments);
    call.same_types(&arguments)?;
    Ok(Box::new(Coalesce(arguments)))
}

struct NanVl([Expression; 2]);

impl Eval for NanVl {
    fn eval<'a>(&'a self, frame: &'a Frame) -> Result<Cell<'a>, Fault> {
        match self.0[0].eval(frame)? {
            Cell::Double(value) if value.is_nan() => self.0[1].eval(frame),
            value => Ok(value),
        }
    }
}

/// The second argument where the first is NaN.
pub(super) fn nanvl(mut call: Call) -> Built {
    let arguments = call.take_two::<f64, f64>()?;
    call.same_types(&arguments)?;
    Ok(Box::new(NanVl(arguments)))
}
