//! Numbers with fewer digits.

use super::{
    arithmetic::{Width, rounding},
    call::{Built, Call, held_as, literal_integer},
    decimals::{Target, scale_of},
    expression::{Expression, unary},
};
use crate::{
    data_type::DataType,
    decimal::{Digits, Ties, divide, rescale},
    error::Fault,
    java::{double_to_string, float_to_string},
};

pub(super) fn ceil(call: Call) -> Built {
    whole(call, f64::ceil, |quotient, rest| quotient + i128::from(rest > 0))
}

pub(super) fn floor(call: Call) -> Built {
    whole(call, f64::floor, |quotient, rest| quotient - i128::from(rest < 0))
}

/// A double becomes the nearest long there is; `step` makes of a decimal's quotient and rest the whole number.
fn whole(mut call: Call, double: fn(f64) -> f64, step: fn(i128, i128) -> i128) -> Built {
    let [argument] = call.take()?;
    if let DataType::Decimal(..) = call.data_type {
        let (target, scale) = (Target::of(&call)?, scale_of(&argument.data_type)?);
        let unit = 10_i128.pow(scale.into());
        return Ok(unary(argument, move |value: i128| target.fit(Some(step(value / unit, value % unit)))));
    }
    if call.data_type != DataType::Long {
        return Err(format!("gives no {}", call.data_type));
    }
    held_as::<f64>(&argument)?;
    Ok(unary(argument, move |value: f64| Ok(Some(double(value) as i64))))
}

/// To a number of digits after the point, halves away from zero.
pub(super) fn round(call: Call) -> Built {
    rounded(call, Ties::Up)
}

/// To a number of digits after the point, halves to the even digit.
pub(super) fn bround(call: Call) -> Built {
    rounded(call, Ties::Even)
}

fn rounded(mut call: Call, ties: Ties) -> Built {
    let [argument, digits] = call.take()?;
    let digits = literal_integer(&digits)?.clamp(-400, 400);
    match &call.data_type {
        DataType::Decimal(..) => decimal(&call, argument, digits, ties),
        DataType::Float | DataType::Double => floating(&call, argument, digits, ties),
        _ => integer(&call, argument, digits, ties),
    }
}

/// The digits that count are those that Java prints.
fn floating(call: &Call, argument: Expression, digits: i64, ties: Ties) -> Built {
    call.same_types([&argument])?;
    let print: fn(f64) -> String = match call.data_type {
        DataType::Float => |value| float_to_string(value as f32),
        _ => double_to_string,
    };
    let round = rounding(&call.data_type);
    Ok(unary(argument, move |value: f64| {
        let Some(printed) = Digits::parse(&print(value)).filter(|printed| printed.fraction() > digits) else {
            return Ok(Some(value));
        };
        let unscaled = printed.scaled(digits, ties).unwrap_or_default();
        let rounded: f64 = format!("{unscaled}e{}", -digits).parse().unwrap_or(f64::NAN);
        Ok(Some(round(rounded)))
    }))
}

fn decimal(call: &Call, argument: Expression, digits: i64, ties: Ties) -> Built {
    let (target, scale) = (Target::of(call)?, scale_of(&argument.data_type)?);
    let Ok(digits) = i8::try_from(digits) else { return Err("rounds to too many digits".to_owned()) };
    if digits >= 0 {
        return Ok(unary(argument, move |value: i128| target.fit(rescale(value, scale, target.scale, ties))));
    }
    let unit = 10_i128.checked_pow(u32::from(scale) + u32::from(digits.unsigned_abs()));
    let whole = 10_i128.checked_pow(digits.unsigned_abs().into());
    let (Some(unit), Some(whole)) = (unit, whole) else { return Err("rounds to too many digits".to_owned()) };
    Ok(unary(argument, move |value: i128| target.fit(divide(value, unit, ties).checked_mul(whole))))
}

fn integer(call: &Call, argument: Expression, digits: i64, ties: Ties) -> Built {
    let width = Width::of(&call.data_type, call.settings.ansi).ok_or("rounds numbers only")?;
    call.same_types([&argument])?;
    let ansi = call.settings.ansi;
    let unit = u32::try_from(-digits).map_or(Some(1), |zeros| 10_i128.checked_pow(zeros));
    Ok(unary(argument, move |value: i64| {
        let rounded = unit.map_or(0, |unit| divide(value.into(), unit, ties) * unit);
        match i64::try_from(rounded) {
            Ok(rounded) if width.fits(rounded) => Ok(Some(rounded)),
            _ if ansi => Err(Fault::new(format!("[ARITHMETIC_OVERFLOW] {value} rounds to {rounded}"))),
            _ => Ok(Some(width.wrap(rounded as i64))),
        }
    }))
}
