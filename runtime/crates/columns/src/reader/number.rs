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
use saltus_engine::{DataType, Scalar, Value};

use super::{BoxedRead, Read};

pub(super) struct Numbers<A: ArrowPrimitiveType, F> {
    array: PrimitiveArray<A>,
    scalar: F,
}

impl<A, S, F> Read for Numbers<A, F>
where
    A: ArrowPrimitiveType,
    S: Scalar,
    F: Fn(A::Native) -> Option<S> + Send + Sync,
{
    fn read(&self, row: usize, cell: &mut Value) -> Result<(), String> {
        let value = self.array.value(row);
        let scalar =
            (self.scalar)(value).ok_or_else(|| format!("holds {value:?}, which is outside the range of its type"))?;
        cell.put(scalar);
        Ok(())
    }
}

pub(super) fn numbers<A, S, F>(array: &dyn Array, scalar: F) -> BoxedRead
where
    A: ArrowPrimitiveType,
    S: Scalar,
    F: Fn(A::Native) -> Option<S> + Send + Sync + 'static,
{
    Box::new(Numbers { array: array.as_primitive::<A>().clone(), scalar })
}

macro_rules! integers {
    ($array:expr, $value:ident => $scalar:expr) => {
        match $array.data_type() {
            ArrowType::Int8 => Some(numbers::<Int8Type, _, _>($array, |$value| $scalar)),
            ArrowType::Int16 => Some(numbers::<Int16Type, _, _>($array, |$value| $scalar)),
            ArrowType::Int32 => Some(numbers::<Int32Type, _, _>($array, |$value| $scalar)),
            ArrowType::Int64 => Some(numbers::<Int64Type, _, _>($array, |$value| $scalar)),
            ArrowType::UInt8 => Some(numbers::<UInt8Type, _, _>($array, |$value| $scalar)),
            ArrowType::UInt16 => Some(numbers::<UInt16Type, _, _>($array, |$value| $scalar)),
            ArrowType::UInt32 => Some(numbers::<UInt32Type, _, _>($array, |$value| $scalar)),
            ArrowType::UInt64 => Some(numbers::<UInt64Type, _, _>($array, |$value| $scalar)),
            _ => None,
        }
    };
}

macro_rules! floats {
    ($array:expr, $value:ident => $scalar:expr) => {
        match $array.data_type() {
            ArrowType::Float32 => Some(numbers::<Float32Type, _, _>($array, |$value| $scalar)),
            ArrowType::Float64 => Some(numbers::<Float64Type, _, _>($array, |$value| $scalar)),
            _ => integers!($array, $value => $scalar),
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
        DataType::Byte => integers!(array, value => i8::try_from(value).ok()),
        DataType::Short => integers!(array, value => i16::try_from(value).ok()),
        DataType::Int => integers!(array, value => i32::try_from(value).ok()),
        DataType::Long => integers!(array, value => i64::try_from(value).ok()),
        // By way of a double, as a number of Python goes.
        DataType::Float => floats!(array, value => Some(value as f64 as f32)),
        DataType::Double => floats!(array, value => Some(value as f64)),
        _ => None,
    }
}
