//! Numbers: integers may widen or, where the value allows, narrow; a float never becomes an integer.

use arrow_array::{
    Array, ArrowPrimitiveType, PrimitiveArray,
    cast::AsArray,
    types::{
        Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type,
        UInt64Type,
    },
};
use arrow_schema::DataType as ArrowType;
use saltus_engine::{DataType, Value};

use super::{BoxedRead, Read};

pub(super) struct Numbers<A: ArrowPrimitiveType, F> {
    array: PrimitiveArray<A>,
    cell: F,
}

impl<A, F> Read for Numbers<A, F>
where
    A: ArrowPrimitiveType,
    F: Fn(A::Native) -> Option<Value> + Send + Sync,
{
    fn read(&self, row: usize, cell: &mut Value) -> Result<(), String> {
        let value = self.array.value(row);
        *cell = (self.cell)(value).ok_or_else(|| format!("holds {value:?}, which is outside the range of its type"))?;
        Ok(())
    }
}

pub(super) fn numbers<A, F>(array: &dyn Array, cell: F) -> BoxedRead
where
    A: ArrowPrimitiveType,
    F: Fn(A::Native) -> Option<Value> + Send + Sync + 'static,
{
    Box::new(Numbers { array: array.as_primitive::<A>().clone(), cell })
}

macro_rules! integers {
    ($array:expr, $value:ident => $cell:expr) => {
        match $array.data_type() {
            ArrowType::Int8 => Some(numbers::<Int8Type, _>($array, |$value| $cell)),
            ArrowType::Int16 => Some(numbers::<Int16Type, _>($array, |$value| $cell)),
            ArrowType::Int32 => Some(numbers::<Int32Type, _>($array, |$value| $cell)),
            ArrowType::Int64 => Some(numbers::<Int64Type, _>($array, |$value| $cell)),
            ArrowType::UInt8 => Some(numbers::<UInt8Type, _>($array, |$value| $cell)),
            ArrowType::UInt16 => Some(numbers::<UInt16Type, _>($array, |$value| $cell)),
            ArrowType::UInt32 => Some(numbers::<UInt32Type, _>($array, |$value| $cell)),
            ArrowType::UInt64 => Some(numbers::<UInt64Type, _>($array, |$value| $cell)),
            _ => None,
        }
    };
}

macro_rules! floats {
    ($array:expr, $value:ident => $cell:expr) => {
        match $array.data_type() {
            ArrowType::Float32 => Some(numbers::<Float32Type, _>($array, |$value| $cell)),
            ArrowType::Float64 => Some(numbers::<Float64Type, _>($array, |$value| $cell)),
            _ => integers!($array, $value => $cell),
        }
    };
}

#[expect(
    clippy::cast_lossless,
    clippy::unnecessary_fallible_conversions,
    clippy::useless_conversion,
    reason = "each arm is made for every type of number"
)]
pub(super) fn reader(array: &dyn Array, data_type: &DataType) -> Option<BoxedRead> {
    match data_type {
        DataType::Byte => integers!(array, value => i8::try_from(value).ok().map(Value::Byte)),
        DataType::Short => integers!(array, value => i16::try_from(value).ok().map(Value::Short)),
        DataType::Int => integers!(array, value => i32::try_from(value).ok().map(Value::Int)),
        DataType::Long => integers!(array, value => i64::try_from(value).ok().map(Value::Long)),
        // By way of a double, as a number of Python goes.
        DataType::Float => floats!(array, value => Some(Value::Float(value as f64 as f32))),
        DataType::Double => floats!(array, value => Some(Value::Double(value as f64))),
        _ => None,
    }
}
