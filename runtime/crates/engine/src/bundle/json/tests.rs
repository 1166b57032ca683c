use serde_json::value::RawValue;

use super::attribute;
use crate::bundle::{AttributeValue, Limits, List, Scalar, Shape, Tensor, Values};

fn parse(text: &str) -> Result<AttributeValue, String> {
    let raw: &RawValue = serde_json::from_str(text).map_err(|error| error.to_string())?;
    attribute(raw, &Limits::default())
}

fn doubles(text: &str) -> Result<Vec<f64>, String> {
    match parse(&format!(r#"{{"double": {text}, "type": "list"}}"#))? {
        AttributeValue::List(List::Doubles(values)) => Ok(values),
        other => Err(format!("{other:?}")),
    }
}

#[test]
fn an_empty_object_is_the_default_of_whatever_is_expected() {
    assert_eq!(Ok(AttributeValue::Scalar(Scalar::Default)), parse("{}"));
    assert_eq!(Ok(AttributeValue::List(List::Empty)), parse(r#"{"type": "list"}"#));
}

#[test]
fn null_doubles_are_nan_and_numbers_beyond_double_are_infinite() {
    assert!(doubles("[null]").is_ok_and(|values| values[0].is_nan()));
    assert_eq!(Ok(vec![f64::INFINITY, f64::NEG_INFINITY, 0.0]), doubles("[1e400, -1E+400 ,1e-400]"));
    assert_eq!(Ok(AttributeValue::Scalar(Scalar::Double(f64::INFINITY))), parse(r#"{"double": 1e400}"#));
    let tensor = r#"{"type": "tensor", "double": [-1e999], "shape": {"dimensions": [{"size": 1, "name": ""}]}}"#;
    let expected = Tensor { dimensions: vec![1], values: Values::Doubles(vec![f64::NEG_INFINITY]) };
    assert_eq!(Ok(AttributeValue::Tensor(expected)), parse(tensor));
}

#[test]
fn tensors_tell_their_dimensions() {
    let text = r#"{"shape": {"dimensions": [{"size": 2, "name": ""}, {"size": -1, "name": ""}]},
        "double": [1, 2, 3, 4], "type": "tensor"}"#;
    let expected = Tensor { dimensions: vec![2, 2], values: Values::Doubles(vec![1.0, 2.0, 3.0, 4.0]) };
    assert_eq!(Ok(AttributeValue::Tensor(expected)), parse(text));
    for size in ["3", "null", "1.5", "9223372036854775807", "1e300", "{}"] {
        let text =
            format!(r#"{{"type": "tensor", "double": [1, 2], "shape": {{"dimensions": [{{"size": {size}}}]}}}}"#);
        assert!(parse(&text).is_err(), "{size}");
    }
}

#[test]
fn integers_are_range_checked_and_may_be_written_as_whole_doubles() {
    assert_eq!(Ok(AttributeValue::Scalar(Scalar::Int(1))), parse(r#"{"int": 1.0}"#));
    for text in ["1.5", "3000000000", "null", "1e400", "true"] {
        assert!(parse(&format!(r#"{{"int": {text}}}"#)).is_err(), "{text}");
    }
}

#[test]
fn a_shape_keeps_the_size_of_its_tensor() {
    let text = r#"{"data_shape": {"base": "tensor", "isNullable": true,
        "tensorShape": {"dimensions": [{"size": 6, "name": ""}]}}}"#;
    assert_eq!(Ok(AttributeValue::Scalar(Scalar::Shape(Shape::Tensor(Some(6))))), parse(text));
}

#[test]
fn byte_strings_are_base64() {
    assert_eq!(Ok(AttributeValue::Scalar(Scalar::ByteString(vec![0, 255]))), parse(r#"{"byte_string": "AP8="}"#));
    assert!(parse(r#"{"byte_string": "?"}"#).is_err());
}

#[test]
fn a_value_of_two_kinds_or_of_none_that_is_known_is_refused() {
    assert!(parse(r#"{"int": 1, "long": 1}"#).is_err());
    assert!(parse(r#"{"model": {"op": "x", "attributes": {}}}"#).is_err());
}

#[test]
fn nesting_without_end_is_an_error_not_a_crash() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    for kind in ["double", "string", "tensor", "data_shape", "boolean", "byte_string"] {
        assert!(parse(&format!(r#"{{"type": "list", "{kind}": {deep}}}"#)).is_err(), "{kind}");
    }
}
