//! Comparisons, with Spark's order: NaN equals itself and is the largest number.

use std::cmp::Ordering;

use super::{
    call::{Built, Call, of_type},
    cell::Cell,
    expression::{Eval, Expression},
};
use crate::{error::Fault, frame::Frame};

struct Comparison {
    arguments: [Expression; 2],
    test: fn(Ordering) -> bool,
}

impl Eval for Comparison {
    fn eval<'a>(&'a self, frame: &'a Frame) -> Result<Cell<'a>, Fault> {
        let [left, right] = &self.arguments;
        let left = left.eval(frame)?;
        if left.is_null() {
            return Ok(Cell::Null);
        }
        let right = right.eval(frame)?;
        Ok(if right.is_null() { Cell::Null } else { Cell::Boolean((self.test)(left.compare(&right))) })
    }
}

fn comparison(mut call: Call, test: fn(Ordering) -> bool) -> Built {
    Ok(Box::new(Comparison { arguments: comparable(&mut call)?, test }))
}

fn comparable(call: &mut Call) -> Result<[Expression; 2], String> {
    let arguments = call.take::<2>()?;
    call.returns::<bool>()?;
    of_type(&arguments[1], &arguments[0].data_type)?;
    Ok(arguments)
}

pub(super) fn equal(call: Call) -> Built {
    comparison(call, Ordering::is_eq)
}

pub(super) fn less(call: Call) -> Built {
    comparison(call, Ordering::is_lt)
}

pub(super) fn less_equal(call: Call) -> Built {
    comparison(call, Ordering::is_le)
}

pub(super) fn greater(call: Call) -> Built {
    comparison(call, Ordering::is_gt)
}

pub(super) fn greater_equal(call: Call) -> Built {
    comparison(call, Ordering::is_ge)
}

struct NullSafeEqual([Expression; 2]);

impl Eval for NullSafeEqual {
    fn eval<'a>(&'a self, frame: &'a Frame) -> Result<Cell<'a>, Fault> {
        let (left, right) = (self.0[0].eval(frame)?, self.0[1].eval(frame)?);
        Ok(Cell::Boolean(match (left.is_null(), right.is_null()) {
            (false, false) => left.compare(&right).is_eq(),
            (left, right) => left == right,
        }))
    }
}

pub(super) fn null_safe_equal(mut call: Call) -> Built {
    Ok(Box::new(NullSafeEqual(comparable(&mut call)?)))
}

/// A value, and the list that may have it.
struct In {
    value: Expression,
    list: Vec<Expression>,
}

impl Eval for In {
    fn eval<'a>(&'a self, frame: &'a Frame) -> Result<Cell<'a>, Fault> {
        let value = self.value.eval(frame)?;
        if value.is_null() {
            return Ok(Cell::Null);
        }
        let mut absent = Cell::Boolean(false);
        for element in &self.list {
            let element = element.eval(frame)?;
            if element.is_null() {
                absent = Cell::Null;
            } else if value.compare(&element).is_eq() {
                return Ok(Cell::Boolean(true));
            }
        }
        Ok(absent)
    }
}

pub(super) fn is_in(mut call: Call) -> Built {
    call.returns::<bool>()?;
    let mut arguments = std::mem::take(&mut call.arguments).into_iter();
    let value = arguments.next().ok_or("has no arguments")?;
    let list: Vec<_> = arguments.collect();
    list.iter().try_for_each(|element| of_type(element, &value.data_type))?;
    Ok(Box::new(In { value, list }))
}

/// The first of the arguments that nothing precedes, nulls aside.
struct Extreme {
    arguments: Vec<Expression>,
    wanted: Ordering,
}

impl Eval for Extreme {
    fn eval<'a>(&'a self, frame: &'a Frame) -> Result<Cell<'a>, Fault> {
        let mut best = Cell::Null;
        for argument in &self.arguments {
            let value = argument.eval(frame)?;
            if !value.is_null() && (best.is_null() || value.compare(&best) == self.wanted) {
                best = value;
            }
        }
        Ok(best)
    }
}

pub(super) fn least(call: Call) -> Built {
    extreme(call, Ordering::Less)
}

pub(super) fn greatest(call: Call) -> Built {
    extreme(call, Ordering::Greater)
}

fn extreme(mut call: Call, wanted: Ordering) -> Built {
    let arguments = std::mem::take(&mut call.arguments);
    call.same_types(&arguments)?;
    Ok(Box::new(Extreme { arguments, wanted }))
}
