//! Attribute values as cells, for those who read a bundle's metadata.

use super::value::{AttributeValue, List, Scalar, Shape, Tensor, Values};
use crate::{frame::Value, vector::Vector};

impl AttributeValue {
    /// Tensors become flat; a default, which carries no type, becomes null.
    pub(crate) fn to_cell(&self) -> Value {
        match self {
            Self::Scalar(scalar) => scalar_cell(scalar),
            Self::List(list) => list_cell(list),
            Self::Tensor(tensor) => tensor_cell(tensor),
        }
    }
}

fn scalar_cell(scalar: &Scalar) -> Value {
    match scalar {
        Scalar::Default => Value::Null,
        Scalar::Boolean(value) => Value::Boolean(*value),
        Scalar::String(text) => Value::String(text.clone()),
        Scalar::BasicType(kind) => Value::String(kind.name().to_owned()),
        Scalar::Int(value) => Value::Int(*value),
        Scalar::Long(value) => Value::Long(*value),
        Scalar::Float(value) => Value::Float(*value),
        Scalar::Double(value) => Value::Double(*value),
        Scalar::ByteString(bytes) => bytes_cell(bytes),
        Scalar::Shape(shape) => shape_cell(shape),
    }
}

fn list_cell(list: &List) -> Value {
    match list {
        List::Empty => Value::List(Vec::new()),
        List::Booleans(values) => cells(values, |value| Value::Boolean(*value)),
        List::Strings(values) => cells(values, |text| Value::String(text.clone())),
        List::BasicTypes(values) => cells(values, |kind| Value::String(kind.name().to_owned())),
        List::Ints(values) => cells(values, |value| Value::Int(*value)),
        List::Longs(values) => cells(values, |value| Value::Long(*value)),
        List::Floats(values) => cells(values, |value| Value::Float(*value)),
        List::Doubles(values) => cells(values, |value| Value::Double(*value)),
        List::ByteStrings(values) => cells(values, |bytes| bytes_cell(bytes)),
        List::Shapes(values) => cells(values, shape_cell),
        List::Tensors(values) => cells(values, tensor_cell),
    }
}

fn tensor_cell(tensor: &Tensor) -> Value {
    match &tensor.values {
        Values::Longs(values) => cells(values, |value| Value::Long(*value)),
        Values::Floats(values) => cells(values, |value| Value::Float(*value)),
        Values::Doubles(values) => Value::Vector(Vector::from_dense(values.clone())),
        Values::Strings(values) => cells(values, |text| Value::String(text.clone())),
        Values::ByteStrings(values) => cells(values, |bytes| bytes_cell(bytes)),
    }
}

fn shape_cell(shape: &Shape) -> Value {
    let name = match shape {
        Shape::Scalar => "scalar",
        Shape::List => "list",
        Shape::Tensor(_) => "tensor",
    };
    Value::String(name.to_owned())
}

fn bytes_cell(bytes: &[u8]) -> Value {
    cells(bytes, |byte| Value::Short(i16::from(*byte)))
}

fn cells<T>(values: &[T], cell: impl Fn(&T) -> Value) -> Value {
    Value::List(values.iter().map(cell).collect())
}
