//! Columns of one value a row.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, ArrowPrimitiveType,
    builder::{ArrayBuilder, BooleanBuilder, PrimitiveBuilder, StringBuilder},
    types::{
        Date32Type, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
        TimestampMicrosecondType,
    },
};
use arrow_schema::{ArrowError, DataType as ArrowType};
use saltus_engine::{DataType, Value};

use super::Write;

struct Scalars<B, F> {
    builder: B,
    append: F,
}

impl<B: ArrayBuilder, F: Fn(&mut B, &Value)> Write for Scalars<B, F> {
    fn push(&mut self, cell: &Value) {
        (self.append)(&mut self.builder, cell);
    }

    fn finish(mut self: Box<Self>) -> Result<ArrayRef, ArrowError> {
        Ok(Arc::new(self.builder.finish()))
    }
}

fn numbers<A: ArrowPrimitiveType>(rows: usize, number: fn(&Value) -> Option<A::Native>) -> Box<dyn Write> {
    typed::<A>(PrimitiveBuilder::with_capacity(rows), number)
}

/// As [`numbers`], into a builder that knows a zone or a scale.
fn typed<A: ArrowPrimitiveType>(
    builder: PrimitiveBuilder<A>,
    number: fn(&Value) -> Option<A::Native>,
) -> Box<dyn Write> {
    let append = move |builder: &mut PrimitiveBuilder<A>, cell: &Value| builder.append_option(number(cell));
    Box::new(Scalars { builder, append })
}

macro_rules! number {
    ($variant:ident) => {
        |cell| match cell {
            Value::$variant(value) => Some(*value),
            _ => None,
        }
    };
}

pub(super) fn writer(data_type: &DataType, rows: usize) -> Box<dyn Write> {
    match data_type {
        DataType::Boolean => Box::new(Scalars {
            builder: BooleanBuilder::with_capacity(rows),
            append: |builder: &mut BooleanBuilder, cell: &Value| {
                builder.append_option(if let Value::Boolean(value) = cell { Some(*value) } else { None });
            },
        }),
        DataType::Byte => numbers::<Int8Type>(rows, number!(Byte)),
        DataType::Short => numbers::<Int16Type>(rows, number!(Short)),
        DataType::Int => numbers::<Int32Type>(rows, number!(Int)),
        DataType::Long => numbers::<Int64Type>(rows, number!(Long)),
        DataType::Float => numbers::<Float32Type>(rows, number!(Float)),
        DataType::Double => numbers::<Float64Type>(rows, number!(Double)),
        DataType::Date => numbers::<Date32Type>(rows, number!(Int)),
        DataType::Timestamp => {
            let builder = PrimitiveBuilder::<TimestampMicrosecondType>::with_capacity(rows).with_timezone("UTC");
            typed(builder, number!(Long))
        }
        DataType::Decimal(precision, scale) => {
            let kind = ArrowType::Decimal128(*precision, *scale as i8);
            let builder = PrimitiveBuilder::<Decimal128Type>::with_capacity(rows).with_data_type(kind);
            typed(builder, |cell| if let Value::Decimal(value) = cell { Some(value.unscaled) } else { None })
        }
        // What is no scalar has a writer of its own.
        DataType::String | DataType::Vector(_) | DataType::List(_) | DataType::Map(_) => texts(rows),
    }
}

pub(super) fn texts(rows: usize) -> Box<dyn Write> {
    Box::new(Scalars {
        builder: StringBuilder::with_capacity(rows, 0),
        append: |builder: &mut StringBuilder, cell: &Value| {
            builder.append_option(if let Value::String(text) = cell { Some(text) } else { None });
        },
    })
}
