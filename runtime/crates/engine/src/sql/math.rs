//! Functions of doubles, as Java's `StrictMath` has them.

use super::{
    call::{Built, Call},
    expression::{binary, unary},
};
use crate::java_math;

/// A function of one double.
fn of_double(mut call: Call, function: fn(f64) -> f64) -> Built {
    let argument = call.take_one::<f64, f64>()?;
    Ok(unary(argument, move |value: f64| Ok(Some(function(value)))))
}

/// A logarithm, which is null where it has no value.
fn logarithm(mut call: Call, function: fn(f64) -> f64, lowest: f64) -> Built {
    let argument = call.take_one::<f64, f64>()?;
    Ok(unary(argument, move |value: f64| Ok(if value <= lowest { None } else { Some(function(value)) })))
}

macro_rules! functions {
    ($($name:ident = $function:expr;)*) => {$(
        pub(super) fn $name(call: Call) -> Built {
            of_double(call, $function)
        }
    )*};
}

functions! {
    sqrt = f64::sqrt;
    cbrt = f64::cbrt;
    exp = f64::exp;
    expm1 = f64::exp_m1;
    sin = f64::sin;
    cos = f64::cos;
    tan = f64::tan;
    asin = f64::asin;
    acos = f64::acos;
    atan = f64::atan;
    sinh = f64::sinh;
    cosh = f64::cosh;
    tanh = f64::tanh;
    // Java multiplies by one constant.
    radians = |value| value * 0.017_453_292_519_943_295;
    degrees = |value| value * 57.295_779_513_082_32;
    // Zeros keep their sign.
    sign = |value| if value == 0.0 || value.is_nan() { value } else { value.signum() };
}

pub(super) fn ln(call: Call) -> Built {
    logarithm(call, f64::ln, 0.0)
}

pub(super) fn log10(call: Call) -> Built {
    logarithm(call, f64::log10, 0.0)
}

pub(super) fn log2(call: Call) -> Built {
    logarithm(call, |value| value.ln() / std::f64::consts::LN_2, 0.0)
}

pub(super) fn log1p(call: Call) -> Built {
    logarithm(call, f64::ln_1p, -1.0)
}

/// The logarithm to a base, which comes first.
pub(super) fn log(mut call: Call) -> Built {
    let arguments = call.take_two::<f64, f64>()?;
    Ok(binary(arguments, |base: f64, value: f64| {
        Ok(if base <= 0.0 || value <= 0.0 { None } else { Some(value.ln() / base.ln()) })
    }))
}

pub(super) fn pow(mut call: Call) -> Built {
    let arguments = call.take_two::<f64, f64>()?;
    Ok(binary(arguments, |base: f64, exponent: f64| Ok(Some(java_math::pow(base, exponent)))))
}

pub(super) fn atan2(mut call: Call) -> Built {
    let arguments = call.take_two::<f64, f64>()?;
    // As Spark: a negative zero becomes a positive one.
    Ok(binary(arguments, |y: f64, x: f64| Ok(Some((y + 0.0).atan2(x + 0.0)))))
}
