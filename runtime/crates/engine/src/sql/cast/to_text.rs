//! Casts to texts.

use super::{Cast, Mode};
use crate::{
    data_type::DataType,
    decimal::Decimal,
    java::{double_to_string, float_to_string},
    sql::{
        calendar::{date_to_string, local_to_string},
        call::Built,
        cell::Cell,
        expression::{Eval, Expression, to_text},
    },
};

/// Beyond this scale Java prints small decimals in scientific notation, unless ANSI rules hold.
const PLAIN_SCALE: u8 = 6;

struct Same(Expression);

impl Eval for Same {
    fn eval<'a>(&'a self, frame: &'a crate::Frame) -> Result<Cell<'a>, crate::error::Fault> {
        self.0.eval(frame)
    }
}

impl Cast {
    pub(super) fn into_text(self) -> Built {
        let zone = self.zone.clone();
        Ok(match self.from {
            DataType::String => Box::new(Same(self.argument)),
            DataType::Boolean => to_text(self.argument, |value: bool| value.to_string()),
            DataType::Byte | DataType::Short | DataType::Int | DataType::Long => {
                to_text(self.argument, |value: i64| value.to_string())
            }
            DataType::Float => to_text(self.argument, |value: f64| float_to_string(value as f32)),
            DataType::Double => to_text(self.argument, double_to_string),
            DataType::Decimal(_, scale) if scale <= PLAIN_SCALE || self.mode == Mode::Ansi => {
                to_text(self.argument, move |unscaled: i128| Decimal { unscaled, scale }.to_string())
            }
            DataType::Date => to_text(self.argument, date_to_string),
            DataType::Timestamp => to_text(self.argument, move |micros: i64| local_to_string(zone.local(micros))),
            _ => return Err(self.refused()),
        })
    }
}
