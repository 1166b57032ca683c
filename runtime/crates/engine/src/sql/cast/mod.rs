//! `CAST` and `TRY_CAST` between scalars.

mod parse;
mod to_number;
mod to_text;
mod to_time;

use super::{
    call::{Built, Call},
    expression::{Expression, Outcome, of_text, unary},
    zone::Zone,
};
use crate::{data_type::DataType, error::Fault};

/// What becomes of a value that the type cannot hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Null, or what Java's narrowing leaves.
    Legacy,
    Ansi,
    Try,
}

/// A cast of one expression.
struct Cast {
    argument: Expression,
    from: DataType,
    to: DataType,
    mode: Mode,
    zone: Zone,
}

pub(super) fn cast(call: Call) -> Built {
    let mode = if call.settings.ansi { Mode::Ansi } else { Mode::Legacy };
    build(call, mode)
}

/// Null where the cast would raise.
pub(super) fn try_cast(call: Call) -> Built {
    build(call, Mode::Try)
}

fn build(mut call: Call, mode: Mode) -> Built {
    let [argument] = call.take()?;
    let (from, to) = (argument.data_type.clone(), call.data_type);
    let cast = Cast { argument, from, to, mode, zone: call.settings.zone };
    match cast.to {
        DataType::Boolean => cast.into_boolean(),
        DataType::Byte | DataType::Short | DataType::Int | DataType::Long => cast.into_integer(),
        DataType::Float | DataType::Double => cast.into_double(),
        DataType::Decimal(precision, scale) => cast.into_decimal(precision, scale),
        DataType::String => cast.into_text(),
        DataType::Date => cast.into_date(),
        DataType::Timestamp => cast.into_timestamp(),
        _ => Err(cast.refused()),
    }
}

impl Mode {
    fn unparsable<R>(self, text: &str, to: &DataType) -> Outcome<R> {
        match self {
            Self::Ansi => Err(Fault::new(format!("[CAST_INVALID_INPUT] {:?} is no {to}", crate::excerpt(text)))),
            Self::Legacy | Self::Try => Ok(None),
        }
    }

    fn overflow<R>(self, value: impl std::fmt::Display, to: &DataType) -> Outcome<R> {
        match self {
            Self::Ansi => Err(Fault::new(format!("[CAST_OVERFLOW] {value} is beyond {to}"))),
            Self::Legacy | Self::Try => Ok(None),
        }
    }
}

impl Cast {
    fn refused(&self) -> String {
        format!("does not make a {} of a {}", self.to, self.from)
    }

    fn into_boolean(self) -> Built {
        let (to, mode) = (self.to.clone(), self.mode);
        Ok(match self.from {
            DataType::Boolean => unary(self.argument, |value: bool| Ok(Some(value))),
            DataType::Byte | DataType::Short | DataType::Int | DataType::Long => {
                unary(self.argument, |value: i64| Ok(Some(value != 0)))
            }
            DataType::Float | DataType::Double => unary(self.argument, |value: f64| Ok(Some(value != 0.0))),
            DataType::Decimal(..) => unary(self.argument, |value: i128| Ok(Some(value != 0))),
            DataType::String => of_text(self.argument, move |text: &str| match parse::boolean(text) {
                None => mode.unparsable(text, &to),
                boolean => Ok(boolean),
            }),
            _ => return Err(self.refused()),
        })
    }
}
