//! Attribute values.

use prost::Message;

use super::{
    decode,
    messages::{self, DataShape, Kind},
    tensor::{dimensions, tensor},
};
use crate::bundle::{
    basic_type::BasicType,
    limits::Limits,
    value::{AttributeValue, List, Parsed, Scalar, Shape},
};

/// Reads one attribute.
pub(super) fn attribute(bytes: &[u8], limits: &Limits) -> Parsed<AttributeValue> {
    let value = decode::<messages::Value>(bytes)?;
    match value.kind {
        Some(Kind::Scalar(messages::Scalar { tensor: Some(message), .. }) | Kind::Tensor(message)) => {
            tensor(message, limits).map(AttributeValue::Tensor)
        }
        Some(Kind::Scalar(message)) => scalar(message).map(AttributeValue::Scalar),
        Some(Kind::List(message)) => list(message, limits).map(AttributeValue::List),
        None => Err("is neither a scalar nor a list nor a tensor".to_owned()),
    }
}

/// The one field that is set; a default is not written, and so has no type.
fn scalar(message: messages::Scalar) -> Parsed<Scalar> {
    if message.model.is_some() {
        return Err(NESTED.to_owned());
    }
    let candidates = [
        message.boolean.then_some(Scalar::Boolean(true)),
        (!message.string.is_empty()).then_some(Scalar::String(message.string)),
        (message.int != 0).then_some(Scalar::Int(message.int)),
        (message.long != 0).then_some(Scalar::Long(message.long)),
        // Not 0, NaN included; a negative zero is a default to MLeap.
        (message.float != 0.0).then_some(Scalar::Float(message.float)),
        (message.double != 0.0).then_some(Scalar::Double(message.double)),
        (!message.byte_string.is_empty()).then_some(Scalar::ByteString(message.byte_string)),
        (message.basic_type != 0)
            .then(|| BasicType::from_number(message.basic_type).map(Scalar::BasicType))
            .transpose()?,
        message.shape.map(|message| shape(&message).map(Scalar::Shape)).transpose()?,
    ];
    only(candidates.into_iter().flatten()).map(|scalar| scalar.unwrap_or(Scalar::Default))
}

fn list(message: messages::List, limits: &Limits) -> Parsed<List> {
    if !message.models.is_empty() {
        return Err(NESTED.to_owned());
    }
    let candidates = [
        filled(message.booleans, List::Booleans),
        filled(message.strings, List::Strings),
        filled(message.ints, List::Ints),
        filled(message.longs, List::Longs),
        filled(message.floats, List::Floats),
        filled(message.doubles, List::Doubles),
        filled(message.byte_strings, List::ByteStrings),
        filled(each(message.tensors, |message| tensor(message, limits))?, List::Tensors),
        filled(each(message.shapes, |message: DataShape| shape(&message))?, List::Shapes),
        filled(message.basic_types.into_iter().map(BasicType::from_number).collect::<Parsed<_>>()?, List::BasicTypes),
    ];
    only(candidates.into_iter().flatten()).map(|list| list.unwrap_or(List::Empty))
}

const NESTED: &str = "holds a nested model, which no op reads";

fn filled<T>(values: Vec<T>, kind: impl FnOnce(Vec<T>) -> List) -> Option<List> {
    (!values.is_empty()).then(|| kind(values))
}

fn only<T>(mut set: impl Iterator<Item = T>) -> Parsed<Option<T>> {
    match (set.next(), set.next()) {
        (_, Some(_)) => Err("holds values of several kinds".to_owned()),
        (only, None) => Ok(only),
    }
}

fn each<M: Message + Default, T>(messages: Vec<Vec<u8>>, read: impl Fn(M) -> Parsed<T>) -> Parsed<Vec<T>> {
    let decoded = messages.into_iter().map(|bytes| read(decode(&bytes)?));
    decoded.collect()
}

fn shape(message: &DataShape) -> Parsed<Shape> {
    match (message.base, &message.tensor_shape) {
        (0, _) => Ok(Shape::Scalar),
        (1, _) => Ok(Shape::List),
        (2, Some(shape)) => Ok(Shape::tensor(&dimensions(shape))),
        (2, None) => Ok(Shape::Tensor(None)),
        (base, _) => Err(format!("is a shape of the unknown base {base}")),
    }
}

#[cfg(test)]
mod tests {
    use prost::Message;

    use super::{attribute, messages};
    use crate::bundle::{AttributeValue, Limits, List, Scalar};

    fn parse(bytes: &[u8]) -> Result<AttributeValue, String> {
        attribute(bytes, &Limits::default())
    }

    fn scalar(message: messages::Scalar) -> Result<AttributeValue, String> {
        parse(&messages::Value { kind: Some(messages::Kind::Scalar(message)) }.encode_to_vec())
    }

    #[test]
    fn an_empty_message_is_the_default_of_whatever_is_expected() {
        assert_eq!(Ok(AttributeValue::Scalar(Scalar::Default)), parse(&[0x0a, 0]));
        assert_eq!(Ok(AttributeValue::List(List::Empty)), parse(&[0x12, 0]));
        assert!(parse(&[]).is_err());
        assert!(parse(&[0x1a, 0]).is_err());
    }

    #[test]
    fn infinities_and_nan_survive() {
        let infinite = scalar(messages::Scalar { double: f64::NEG_INFINITY, ..Default::default() });
        let nan = scalar(messages::Scalar { double: f64::NAN, ..Default::default() });
        assert_eq!(Ok(AttributeValue::Scalar(Scalar::Double(f64::NEG_INFINITY))), infinite);
        assert!(matches!(nan, Ok(AttributeValue::Scalar(Scalar::Double(value))) if value.is_nan()));
    }

    #[test]
    fn two_values_at_once_and_nested_models_are_refused() {
        assert!(scalar(messages::Scalar { int: 1, long: 1, ..Default::default() }).is_err());
        assert!(scalar(messages::Scalar { model: Some(vec![]), ..Default::default() }).is_err());
    }

    #[test]
    fn packed_and_unpacked_numbers_are_the_same() {
        let packed = parse(&[0x12, 4, 0x1a, 2, 1, 2]);
        assert_eq!(Ok(AttributeValue::List(List::Ints(vec![1, 2]))), packed);
        assert_eq!(packed, parse(&[0x12, 4, 0x18, 1, 0x18, 2]));
    }

    #[test]
    fn lengths_beyond_the_end_are_an_error() {
        for bytes in [&[0x0a, 0xff, 0xff, 0xff, 0xff, 0x07][..], &[0x0a, 0x7f], &[0x12, 0x03, 0x32, 0x01, 0x00]] {
            assert!(parse(bytes).is_err(), "{bytes:?}");
        }
    }
}
