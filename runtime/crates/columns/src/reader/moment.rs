//! Dates, timestamps and decimals, from Arrow's own types or from text as in a request.

use arrow_array::{
    Array, ArrayRef, ArrowPrimitiveType,
    types::{
        Date32Type, Decimal128Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
        TimestampSecondType,
    },
};
use arrow_schema::{DataType as ArrowType, TimeUnit};
use saltus_engine::{DataType, Decimal, Value, parse_date, parse_timestamp};

use super::{BoxedRead, Read, number::numbers, text};

/// A time without zone is taken as UTC.
pub(super) fn reader(array: &ArrayRef, data_type: &DataType) -> Option<BoxedRead> {
    match (data_type, array.data_type()) {
        (DataType::Date, ArrowType::Date32) => Some(numbers::<Date32Type, _, _>(array, Some)),
        (DataType::Date, _) => parsed(array, |text| parse_date(text).map(Value::Int)),
        (DataType::Timestamp, ArrowType::Timestamp(unit, _)) => Some(match unit {
            TimeUnit::Second => times::<TimestampSecondType>(array, |value| value.checked_mul(1_000_000)),
            TimeUnit::Millisecond => times::<TimestampMillisecondType>(array, |value| value.checked_mul(1_000)),
            TimeUnit::Microsecond => times::<TimestampMicrosecondType>(array, Some),
            TimeUnit::Nanosecond => times::<TimestampNanosecondType>(array, |value| Some(value.div_euclid(1_000))),
        }),
        (DataType::Timestamp, _) => parsed(array, |text| parse_timestamp(text).map(Value::Long)),
        (DataType::Decimal(precision, scale), other) => decimals(array, other, *precision, *scale),
        _ => None,
    }
}

fn times<A: ArrowPrimitiveType<Native = i64>>(array: &ArrayRef, micros: fn(i64) -> Option<i64>) -> BoxedRead {
    numbers::<A, _, _>(array, micros)
}

fn decimals(array: &ArrayRef, from: &ArrowType, precision: u8, scale: u8) -> Option<BoxedRead> {
    let parse = move |text: &str| Decimal::parse(text, precision, scale);
    match *from {
        ArrowType::Decimal128(digits, places) if u8::try_from(places) == Ok(scale) && digits <= precision => {
            Some(numbers::<Decimal128Type, _, _>(array, move |unscaled| Some(Decimal { unscaled, scale })))
        }
        ArrowType::Decimal128(_, places) => {
            let places = u8::try_from(places).ok()?;
            let text = move |unscaled| Decimal { unscaled, scale: places }.to_string();
            Some(numbers::<Decimal128Type, _, _>(array, move |unscaled| parse(&text(unscaled))))
        }
        _ => parsed(array, move |text| parse(text).map(Value::Decimal)),
    }
}

struct Parsed<F> {
    texts: BoxedRead,
    parse: F,
}

fn parsed(array: &ArrayRef, parse: impl Fn(&str) -> Option<Value> + Send + Sync + 'static) -> Option<BoxedRead> {
    Some(Box::new(Parsed { texts: text::strings(array)?, parse }))
}

impl<F: Fn(&str) -> Option<Value> + Send + Sync> Read for Parsed<F> {
    fn read(&self, row: usize, cell: &mut Value) -> Result<(), String> {
        self.texts.read(row, cell)?;
        let Value::String(text) = cell else { return Ok(()) };
        *cell = (self.parse)(text).ok_or_else(|| format!("holds `{text}`, which is no value of its type"))?;
        Ok(())
    }
}
