//! Arithmetic of decimals.
//!
//! The exporter gives every result the type that Spark gives it, and refuses what Spark would cut to 38 digits.

use super::{
    arithmetic::by_zero,
    call::{Built, Call},
    expression::{Outcome, binary},
};
use crate::{
    data_type::DataType,
    decimal::{Ties, divide as quotient, rescale, within},
    error::Fault,
};

/// An operation on numbers of one scale; `None` on overflow.
pub(super) type Operation = fn(i128, i128) -> Option<i128>;

pub(super) const ADD: Operation = i128::checked_add;
pub(super) const SUBTRACT: Operation = i128::checked_sub;
pub(super) const MULTIPLY: Operation = i128::checked_mul;
pub(super) const REMAINDER: Operation = i128::checked_rem;
pub(super) const POSITIVE_REMAINDER: Operation = |left, right| {
    let rest = left.checked_rem(right)?;
    if rest < 0 { rest.checked_add(right)?.checked_rem(right) } else { Some(rest) }
};

/// The type of a decimal result.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target {
    pub(super) precision: u8,
    pub(super) scale: u8,
    pub(super) ansi: bool,
}

impl Target {
    pub(super) fn of(call: &Call) -> Result<Self, String> {
        match call.data_type {
            DataType::Decimal(precision, scale) => Ok(Self { precision, scale, ansi: call.settings.ansi }),
            _ => Err(format!("gives no {}", call.data_type)),
        }
    }

    /// The number if the type can hold it; what else becomes of it depends on the session.
    pub(super) fn fit(self, unscaled: Option<i128>) -> Outcome<i128> {
        match unscaled.and_then(|unscaled| within(unscaled, self.precision)) {
            None if self.ansi => Err(Fault::new(format!(
                "[NUMERIC_VALUE_OUT_OF_RANGE] the number is beyond decimal({},{})",
                self.precision, self.scale
            ))),
            fitting => Ok(fitting),
        }
    }
}

pub(super) fn scale_of(data_type: &DataType) -> Result<u8, String> {
    match data_type {
        DataType::Decimal(_, scale) => Ok(*scale),
        other => Err(format!("does not take a {other} beside a decimal")),
    }
}

/// `+`, `-` and `*`.
pub(super) fn arithmetic(mut call: Call, sign: char, operation: Operation) -> Built {
    let target = Target::of(&call)?;
    let arguments = call.take_two::<i128, i128>()?;
    let (left_scale, right_scale) = (scale_of(&arguments[0].data_type)?, scale_of(&arguments[1].data_type)?);
    if sign == '*' {
        let scale = left_scale.saturating_add(right_scale);
        return Ok(binary(arguments, move |left: i128, right: i128| {
            let product = operation(left, right);
            target.fit(product.and_then(|product| rescale(product, scale, target.scale, Ties::Up)))
        }));
    }
    let scale = left_scale.max(right_scale);
    Ok(binary(arguments, move |left: i128, right: i128| {
        let result = aligned(left, left_scale, right, right_scale, scale).and_then(|(a, b)| operation(a, b));
        target.fit(result.and_then(|result| rescale(result, scale, target.scale, Ties::Up)))
    }))
}

pub(super) fn divide(mut call: Call, by_zero_error: &'static str) -> Built {
    let target = Target::of(&call)?;
    let arguments = call.take_two::<i128, i128>()?;
    let (left_scale, right_scale) = (scale_of(&arguments[0].data_type)?, scale_of(&arguments[1].data_type)?);
    let shift = (target.scale.saturating_add(right_scale)).checked_sub(left_scale).ok_or("divides to fewer digits")?;
    Ok(binary(arguments, move |left: i128, right: i128| {
        if right == 0 {
            return by_zero(target.ansi, by_zero_error);
        }
        let dividend = rescale(left, 0, shift, Ties::Up);
        target.fit(dividend.map(|dividend| quotient(dividend, right, Ties::Up)))
    }))
}

pub(super) fn remainder(mut call: Call, by_zero_error: &'static str, operation: Operation) -> Built {
    let target = Target::of(&call)?;
    let arguments = call.take_two::<i128, i128>()?;
    let (left_scale, right_scale) = (scale_of(&arguments[0].data_type)?, scale_of(&arguments[1].data_type)?);
    let scale = left_scale.max(right_scale);
    Ok(binary(arguments, move |left: i128, right: i128| {
        if right == 0 {
            return by_zero(target.ansi, by_zero_error);
        }
        let result = aligned(left, left_scale, right, right_scale, scale).and_then(|(a, b)| operation(a, b));
        target.fit(result.and_then(|result| rescale(result, scale, target.scale, Ties::Up)))
    }))
}

/// Both numbers in units of one scale.
fn aligned(left: i128, left_scale: u8, right: i128, right_scale: u8, scale: u8) -> Option<(i128, i128)> {
    Some((rescale(left, left_scale, scale, Ties::Up)?, rescale(right, right_scale, scale, Ties::Up)?))
}
