//! A value between two steps of an expression.

use std::{borrow::Cow, cmp::Ordering};

use crate::{data_type::DataType, decimal::Decimal, frame::Value};

/// Which variant an expression gives is fixed at load time by its type: integers of every size, days and microseconds
/// are integers, floats are doubles that fit into 32 bits, and a decimal's scale is in its type.
#[derive(Debug, Clone)]
pub(crate) enum Cell<'a> {
    Null,
    Boolean(bool),
    Integer(i64),
    Double(f64),
    Decimal(i128),
    Text(Cow<'a, str>),
}

impl<'a> Cell<'a> {
    pub(super) fn of(value: &'a Value) -> Self {
        match value {
            Value::Boolean(value) => Self::Boolean(*value),
            Value::Byte(value) => Self::Integer((*value).into()),
            Value::Short(value) => Self::Integer((*value).into()),
            Value::Int(value) => Self::Integer((*value).into()),
            Value::Long(value) => Self::Integer(*value),
            Value::Float(value) => Self::Double((*value).into()),
            Value::Double(value) => Self::Double(*value),
            Value::Decimal(value) => Self::Decimal(value.unscaled),
            Value::String(text) => Self::Text(Cow::Borrowed(text)),
            Value::Null | Value::Vector(_) | Value::List(_) | Value::Map(_) => Self::Null,
        }
    }

    /// The value as a column of the type holds it; a text goes into `buffer`.
    pub(crate) fn store(self, data_type: &DataType, mut buffer: String) -> Value {
        match (self, data_type) {
            (Self::Boolean(value), _) => Value::Boolean(value),
            (Self::Integer(value), DataType::Byte) => Value::Byte(value as i8),
            (Self::Integer(value), DataType::Short) => Value::Short(value as i16),
            (Self::Integer(value), DataType::Int | DataType::Date) => Value::Int(value as i32),
            (Self::Integer(value), _) => Value::Long(value),
            (Self::Double(value), DataType::Float) => Value::Float(value as f32),
            (Self::Double(value), _) => Value::Double(value),
            (Self::Decimal(unscaled), DataType::Decimal(_, scale)) => {
                Value::Decimal(Decimal { unscaled, scale: *scale })
            }
            (Self::Text(Cow::Borrowed(text)), _) => {
                buffer.clear();
                buffer.push_str(text);
                Value::String(buffer)
            }
            (Self::Text(Cow::Owned(text)), _) => Value::String(text),
            (Self::Null | Self::Decimal(_), _) => Value::Null,
        }
    }

    pub(super) fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    pub(super) fn is_true(&self) -> bool {
        matches!(self, Self::Boolean(true))
    }

    /// Spark's order of two values of one type, neither null: NaN is the largest number, 0.0 is -0.0.
    pub(super) fn compare(&self, other: &Cell<'_>) -> Ordering {
        match (self, other) {
            (Self::Integer(left), Cell::Integer(right)) => left.cmp(right),
            (Self::Double(left), Cell::Double(right)) => {
                left.partial_cmp(right).unwrap_or_else(|| left.is_nan().cmp(&right.is_nan()))
            }
            (Self::Text(left), Cell::Text(right)) => left.cmp(right),
            (Self::Boolean(left), Cell::Boolean(right)) => left.cmp(right),
            (Self::Decimal(left), Cell::Decimal(right)) => left.cmp(right),
            _ => Ordering::Equal,
        }
    }
}

/// A Rust type that some variant holds.
pub(super) trait Native: Copy + 'static {
    /// `None` for null.
    fn read(cell: &Cell<'_>) -> Option<Self>;
    fn cell(self) -> Cell<'static>;
    /// Whether values of the type are held so.
    fn holds(data_type: &DataType) -> bool;
}

macro_rules! native {
    ($($native:ty => $variant:ident, ($($types:tt)*);)*) => {$(
        impl Native for $native {
            fn read(cell: &Cell<'_>) -> Option<Self> {
                match cell {
                    Cell::$variant(value) => Some(*value),
                    _ => None,
                }
            }

            fn cell(self) -> Cell<'static> {
                Cell::$variant(self)
            }

            fn holds(data_type: &DataType) -> bool {
                matches!(data_type, $($types)*)
            }
        }
    )*};
}

native! {
    bool => Boolean, (DataType::Boolean);
    i64 => Integer, (DataType::Byte
        | DataType::Short
        | DataType::Int
        | DataType::Long
        | DataType::Date
        | DataType::Timestamp);
    f64 => Double, (DataType::Float | DataType::Double);
    i128 => Decimal, (DataType::Decimal(..));
}
