//! Casts to integers, doubles and decimals.

use super::{Cast, Mode, parse};
use crate::{
    data_type::DataType,
    decimal::{Decimal, Digits, Ties, rescale},
    java::{double_to_string, float_to_string},
    sql::{
        arithmetic::{Width, rounding},
        calendar::DAY,
        call::Built,
        decimals::Target,
        expression::{Outcome, of_text, unary},
    },
};

/// One past the largest long.
const BEYOND_LONG: f64 = 9_223_372_036_854_775_808.0;

impl Cast {
    pub(super) fn into_integer(self) -> Built {
        let width = Width::of(&self.to, false).ok_or_else(|| self.refused())?;
        let narrow = Narrow { width, to: self.to.clone(), mode: self.mode };
        let fraction = self.mode == Mode::Legacy;
        Ok(match self.from {
            DataType::Boolean => unary(self.argument, |value: bool| Ok(Some(i64::from(value)))),
            DataType::Byte | DataType::Short | DataType::Int | DataType::Long => {
                unary(self.argument, move |value: i64| narrow.integer(value))
            }
            DataType::Float | DataType::Double => unary(self.argument, move |value: f64| narrow.double(value)),
            DataType::Decimal(_, scale) => {
                let unit = 10_i128.pow(scale.into());
                unary(self.argument, move |value: i128| narrow.whole(value / unit))
            }
            DataType::String => of_text(self.argument, move |text: &str| {
                match parse::integer(text, fraction).filter(|value| narrow.width.fits(*value)) {
                    None => narrow.mode.unparsable(text, &narrow.to),
                    parsed => Ok(parsed),
                }
            }),
            DataType::Timestamp if self.to == DataType::Long => {
                unary(self.argument, |micros: i64| Ok(Some(micros.div_euclid(DAY / 86_400))))
            }
            _ => return Err(self.refused()),
        })
    }

    pub(super) fn into_double(self) -> Built {
        let (to, mode) = (self.to.clone(), self.mode);
        let float = to == DataType::Float;
        let round = rounding(&to);
        Ok(match self.from {
            DataType::Boolean => unary(self.argument, |value: bool| Ok(Some(f64::from(u8::from(value))))),
            DataType::Byte | DataType::Short | DataType::Int | DataType::Long => {
                // Straight to a float: by way of a double it would be rounded twice.
                unary(self.argument, move |value: i64| {
                    Ok(Some(if float { f64::from(value as f32) } else { value as f64 }))
                })
            }
            DataType::Float | DataType::Double => unary(self.argument, move |value: f64| Ok(Some(round(value)))),
            DataType::Decimal(_, scale) => unary(self.argument, move |unscaled: i128| {
                let decimal = Decimal { unscaled, scale };
                Ok(Some(if float { nearest_float(decimal) } else { decimal.to_double() }))
            }),
            DataType::String => of_text(self.argument, move |text: &str| {
                let parsed = parse::floating(text).and_then(|text| {
                    if float { text.parse::<f32>().map(f64::from).ok() } else { text.parse::<f64>().ok() }
                });
                if parsed.is_none() { mode.unparsable(text, &to) } else { Ok(parsed) }
            }),
            DataType::Timestamp => unary(self.argument, move |micros: i64| Ok(Some(round(micros as f64 / 1e6)))),
            _ => return Err(self.refused()),
        })
    }

    pub(super) fn into_decimal(self, precision: u8, scale: u8) -> Built {
        let (to, mode) = (self.to.clone(), self.mode);
        let target = Target { precision, scale, ansi: mode == Mode::Ansi };
        Ok(match self.from {
            DataType::Boolean => {
                unary(self.argument, move |value: bool| target.fit(rescale(value.into(), 0, scale, Ties::Up)))
            }
            DataType::Byte | DataType::Short | DataType::Int | DataType::Long => {
                unary(self.argument, move |value: i64| target.fit(rescale(value.into(), 0, scale, Ties::Up)))
            }
            DataType::Decimal(_, from) => {
                unary(self.argument, move |value: i128| target.fit(rescale(value, from, scale, Ties::Up)))
            }
            DataType::Double => unary(self.argument, move |value: f64| printed(&double_to_string(value), target)),
            DataType::Float => unary(self.argument, move |value: f64| printed(&float_to_string(value as f32), target)),
            DataType::String => of_text(self.argument, move |text: &str| {
                match Digits::parse(text.trim_matches(|character: char| character <= ' ')) {
                    None => mode.unparsable(text, &to),
                    Some(digits) => target.fit(digits.scaled(scale.into(), Ties::Up)),
                }
            }),
            _ => return Err(self.refused()),
        })
    }
}

/// To the digits that Java prints; NaN and the infinities are null.
fn printed(text: &str, target: Target) -> Outcome<i128> {
    match Digits::parse(text) {
        None => Ok(None),
        Some(digits) => target.fit(digits.scaled(target.scale.into(), Ties::Up)),
    }
}

fn nearest_float(decimal: Decimal) -> f64 {
    decimal.to_string().parse::<f32>().map_or(f64::NAN, f64::from)
}

/// To an integer of some size.
struct Narrow {
    width: Width,
    to: DataType,
    mode: Mode,
}

impl Narrow {
    fn integer(&self, value: i64) -> Outcome<i64> {
        match self.mode {
            _ if self.width.fits(value) => Ok(Some(value)),
            Mode::Legacy => Ok(Some(self.width.wrap(value))),
            mode => mode.overflow(value, &self.to),
        }
    }

    fn whole(&self, value: i128) -> Outcome<i64> {
        match i64::try_from(value) {
            Ok(value) => self.integer(value),
            Err(_) if self.mode == Mode::Legacy => Ok(Some(self.width.wrap(value as i64))),
            Err(_) => self.mode.overflow(value, &self.to),
        }
    }

    /// Without its fraction. Java goes by way of an int to a byte or short.
    fn double(&self, value: f64) -> Outcome<i64> {
        if self.mode == Mode::Legacy {
            let whole = if self.to == DataType::Long { value as i64 } else { i64::from(value as i32) };
            return Ok(Some(self.width.wrap(whole)));
        }
        if value.is_nan() || value.floor() > BEYOND_LONG || value.ceil() < -BEYOND_LONG {
            return self.mode.overflow(double_to_string(value), &self.to);
        }
        let whole = value as i64;
        if self.width.fits(whole) { Ok(Some(whole)) } else { self.mode.overflow(double_to_string(value), &self.to) }
    }
}
