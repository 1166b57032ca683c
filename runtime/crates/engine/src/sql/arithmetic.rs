//! Arithmetic: integers that overflow, doubles, and decimals.

use super::{
    call::{Built, Call},
    decimals,
    expression::{Outcome, binary, unary},
};
use crate::{data_type::DataType, error::Fault};

/// Integers of one size.
#[derive(Debug, Clone)]
pub(super) struct Width {
    data_type: DataType,
    bits: u32,
    ansi: bool,
}

impl Width {
    pub(super) fn of(data_type: &DataType, ansi: bool) -> Option<Self> {
        let bits = match data_type {
            DataType::Byte => 8,
            DataType::Short => 16,
            DataType::Int => 32,
            DataType::Long => 64,
            _ => return None,
        };
        Some(Self { data_type: data_type.clone(), bits, ansi })
    }

    /// The lowest bits, as Java's narrowing keeps them.
    pub(super) fn wrap(&self, value: i64) -> i64 {
        let unused = 64 - self.bits;
        value << unused >> unused
    }

    pub(super) fn fits(&self, value: i64) -> bool {
        self.wrap(value) == value
    }

    /// The result of an operation: what it is where it fits, and what it wraps to.
    fn result(&self, checked: Option<i64>, wrapped: i64, operation: impl FnOnce() -> String) -> Outcome<i64> {
        match checked {
            Some(value) if self.fits(value) => Ok(Some(value)),
            _ if self.ansi => {
                Err(Fault::new(format!("[ARITHMETIC_OVERFLOW] {} is beyond {}", operation(), self.data_type)))
            }
            _ => Ok(Some(self.wrap(wrapped))),
        }
    }
}

type Checked = fn(i64, i64) -> Option<i64>;

/// An operator on numbers of every kind.
#[derive(Clone, Copy)]
struct Operator {
    sign: char,
    checked: Checked,
    wrapping: fn(i64, i64) -> i64,
    double: fn(f64, f64) -> f64,
    decimal: decimals::Operation,
}

fn arithmetic(mut call: Call, operator: Operator) -> Built {
    let Operator { sign, checked, wrapping, double, decimal } = operator;
    if let DataType::Decimal(..) = call.data_type {
        return decimals::arithmetic(call, sign, decimal);
    }
    if let Some(width) = Width::of(&call.data_type, call.settings.ansi) {
        let arguments = call.take_two::<i64, i64>()?;
        call.same_types(&arguments)?;
        return Ok(binary(arguments, move |left: i64, right: i64| {
            width.result(checked(left, right), wrapping(left, right), || format!("{left} {sign} {right}"))
        }));
    }
    let arguments = call.take_two::<f64, f64>()?;
    call.same_types(&arguments)?;
    let round = rounding(&call.data_type);
    Ok(binary(arguments, move |left: f64, right: f64| Ok(Some(round(double(left, right))))))
}

/// A float is computed as a double and rounded, which gives the same number for one operation.
pub(super) fn rounding(data_type: &DataType) -> fn(f64) -> f64 {
    match data_type {
        DataType::Float => |value| f64::from(value as f32),
        _ => |value| value,
    }
}

pub(super) fn add(call: Call) -> Built {
    let (checked, wrapping) = (i64::checked_add, i64::wrapping_add);
    arithmetic(call, Operator { sign: '+', checked, wrapping, double: |a, b| a + b, decimal: decimals::ADD })
}

pub(super) fn subtract(call: Call) -> Built {
    let (checked, wrapping) = (i64::checked_sub, i64::wrapping_sub);
    arithmetic(call, Operator { sign: '-', checked, wrapping, double: |a, b| a - b, decimal: decimals::SUBTRACT })
}

pub(super) fn multiply(call: Call) -> Built {
    let (checked, wrapping) = (i64::checked_mul, i64::wrapping_mul);
    arithmetic(call, Operator { sign: '*', checked, wrapping, double: |a, b| a * b, decimal: decimals::MULTIPLY })
}

/// What comes of a divisor of zero.
pub(super) fn by_zero<R>(ansi: bool, error: &'static str) -> Outcome<R> {
    if ansi { Err(Fault::new(error)) } else { Ok(None) }
}

const DIVIDE_BY_ZERO: &str = "[DIVIDE_BY_ZERO] the divisor is zero";
const REMAINDER_BY_ZERO: &str = "[REMAINDER_BY_ZERO] the divisor is zero";

pub(super) fn divide(mut call: Call) -> Built {
    let ansi = call.settings.ansi;
    if let DataType::Decimal(..) = call.data_type {
        return decimals::divide(call, DIVIDE_BY_ZERO);
    }
    let arguments = call.take_two::<f64, f64>()?;
    call.same_types(&arguments)?;
    let round = rounding(&call.data_type);
    Ok(binary(
        arguments,
        move |left: f64, right: f64| {
            if right == 0.0 { by_zero(ansi, DIVIDE_BY_ZERO) } else { Ok(Some(round(left / right))) }
        },
    ))
}

/// The whole part of a quotient of two longs.
pub(super) fn div(mut call: Call) -> Built {
    let width = Width::of(&call.data_type, call.settings.ansi).ok_or("divides integers")?;
    let arguments = call.take_two::<i64, i64>()?;
    Ok(binary(arguments, move |left: i64, right: i64| {
        if right == 0 {
            return by_zero(width.ansi, DIVIDE_BY_ZERO);
        }
        width.result(left.checked_div(right), left.wrapping_div(right), || format!("{left} div {right}"))
    }))
}

pub(super) fn remainder(call: Call) -> Built {
    modulo(call, i64::wrapping_rem, |left, right| left % right, decimals::REMAINDER)
}

/// The remainder that is not negative.
pub(super) fn pmod(call: Call) -> Built {
    let integer = |left: i64, right: i64| {
        let rest = left.wrapping_rem(right);
        if rest < 0 { rest.wrapping_add(right).wrapping_rem(right) } else { rest }
    };
    let double = |left: f64, right: f64| {
        let rest = left % right;
        if rest < 0.0 { (rest + right) % right } else { rest }
    };
    modulo(call, integer, double, decimals::POSITIVE_REMAINDER)
}

fn modulo(
    mut call: Call,
    integer: fn(i64, i64) -> i64,
    double: fn(f64, f64) -> f64,
    decimal: decimals::Operation,
) -> Built {
    let ansi = call.settings.ansi;
    if let DataType::Decimal(..) = call.data_type {
        return decimals::remainder(call, REMAINDER_BY_ZERO, decimal);
    }
    if call.data_type.is_integral() {
        let arguments = call.take_two::<i64, i64>()?;
        call.same_types(&arguments)?;
        return Ok(binary(arguments, move |left: i64, right: i64| {
            if right == 0 { by_zero(ansi, REMAINDER_BY_ZERO) } else { Ok(Some(integer(left, right))) }
        }));
    }
    let arguments = call.take_two::<f64, f64>()?;
    call.same_types(&arguments)?;
    let round = rounding(&call.data_type);
    Ok(binary(arguments, move |left: f64, right: f64| {
        if right == 0.0 { by_zero(ansi, REMAINDER_BY_ZERO) } else { Ok(Some(round(double(left, right)))) }
    }))
}

pub(super) fn negate(call: Call) -> Built {
    signed(call, "-", i64::checked_neg, |value| -value, |value| -value)
}

pub(super) fn abs(call: Call) -> Built {
    signed(call, "abs", i64::checked_abs, f64::abs, i128::abs)
}

fn signed(
    mut call: Call,
    name: &'static str,
    integer: fn(i64) -> Option<i64>,
    double: fn(f64) -> f64,
    decimal: fn(i128) -> i128,
) -> Built {
    let width = Width::of(&call.data_type, call.settings.ansi);
    let [argument] = call.take()?;
    call.same_types([&argument])?;
    Ok(match (&call.data_type, width) {
        (DataType::Decimal(..), _) => unary(argument, move |value: i128| Ok(Some(decimal(value)))),
        (DataType::Float | DataType::Double, _) => unary(argument, move |value: f64| Ok(Some(double(value)))),
        (_, Some(width)) => {
            unary(argument, move |value: i64| width.result(integer(value), value, || format!("{name}({value})")))
        }
        (other, None) => return Err(format!("does not take a {other}")),
    })
}
