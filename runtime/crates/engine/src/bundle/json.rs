//! Models as MLeap writes them in JSON.
//!
//! Nothing is parsed before its type is known: attributes stay raw text, so that a file of brackets or zeros costs
//! no more memory than its values do.

use std::collections::BTreeMap;

use base64::{Engine, prelude::BASE64_STANDARD};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::value::RawValue;

use super::{
    attributes::Attributes,
    basic_type::BasicType,
    folder::Model,
    limits::Limits,
    members::Members,
    number::{double, float, integer, misfit, numbers, shown},
    value::{AttributeValue, List, Parsed, Scalar, Shape, Tensor, Values},
};

/// An object whose members are still to be parsed.
pub(super) type Object<'a> = Members<&'a RawValue>;

pub(super) fn model(bytes: &[u8], limits: &Limits) -> Parsed<Model> {
    #[derive(Deserialize)]
    struct JsonModel<'a> {
        op: String,
        /// MLeap's exporter for scikit-learn leaves them out where an op has none.
        #[serde(borrow, default)]
        attributes: Object<'a>,
    }
    let model: JsonModel<'_> = serde_json::from_slice(bytes).map_err(|error| format!("cannot be read: {error}"))?;
    Ok(Model { op: model.op, attributes: attributes(&model.attributes, limits)? })
}

pub(super) fn attributes(object: &Object<'_>, limits: &Limits) -> Parsed<Attributes> {
    let values = object.iter().map(|(name, raw)| {
        let value = attribute(raw, limits).map_err(|reason| format!("attribute `{}` {reason}", shown(name)))?;
        Ok((name.clone(), value))
    });
    Attributes::within(limits, values.collect::<Parsed<_>>()?)
}

/// Reads one attribute.
fn attribute(raw: &RawValue, limits: &Limits) -> Parsed<AttributeValue> {
    let mut object = object(raw)?;
    match object.remove("type").map(|kind| typed::<String>(kind, "a string")).transpose()?.as_deref() {
        Some("tensor") => tensor(object, limits).map(AttributeValue::Tensor),
        Some("list") => match payload(object)? {
            None => Ok(AttributeValue::List(List::Empty)),
            Some((kind, raw)) => list(&kind, raw, limits).map(AttributeValue::List),
        },
        Some(kind) => Err(format!("has the unknown type `{}`", shown(kind))),
        None => match payload(object)? {
            None => Ok(AttributeValue::Scalar(Scalar::Default)),
            Some((kind, raw)) if kind == "tensor" => tensor_of(raw, limits).map(AttributeValue::Tensor),
            Some((kind, raw)) => scalar(&kind, raw).map(AttributeValue::Scalar),
        },
    }
}

/// The one member that holds a value; its name is the kind.
fn payload(object: BTreeMap<String, &RawValue>) -> Parsed<Option<(String, &RawValue)>> {
    let mut members = object.into_iter();
    match (members.next(), members.next()) {
        (Some((first, _)), Some((second, _))) => {
            Err(format!("holds both `{}` and `{}`", shown(&first), shown(&second)))
        }
        (only, _) => Ok(only),
    }
}

fn scalar(kind: &str, raw: &RawValue) -> Parsed<Scalar> {
    Ok(match kind {
        "boolean" => Scalar::Boolean(typed(raw, "true or false")?),
        "string" => Scalar::String(typed(raw, "a string")?),
        "int" => Scalar::Int(integer(raw.get())?),
        "long" => Scalar::Long(integer(raw.get())?),
        "float" => Scalar::Float(float(raw.get())?),
        "double" => Scalar::Double(double(raw.get())?),
        "basic_type" => Scalar::BasicType(basic_type(raw)?),
        "byte_string" => Scalar::ByteString(bytes(&typed::<String>(raw, "a string")?)?),
        "data_shape" => Scalar::Shape(shape(raw)?),
        _ => return Err(unknown(kind)),
    })
}

fn list(kind: &str, raw: &RawValue, limits: &Limits) -> Parsed<List> {
    Ok(match kind {
        "boolean" => List::Booleans(typed(raw, "an array of booleans")?),
        "string" => List::Strings(typed(raw, "an array of strings")?),
        "int" => List::Ints(numbers(raw, integer)?),
        "long" => List::Longs(numbers(raw, integer)?),
        "float" => List::Floats(numbers(raw, float)?),
        "double" => List::Doubles(numbers(raw, double)?),
        "basic_type" => List::BasicTypes(elements(raw)?.into_iter().map(basic_type).collect::<Parsed<_>>()?),
        "byte_string" => List::ByteStrings(byte_strings(raw)?),
        "data_shape" => List::Shapes(elements(raw)?.into_iter().map(shape).collect::<Parsed<_>>()?),
        "tensor" => List::Tensors(elements(raw)?.into_iter().map(|raw| tensor_of(raw, limits)).collect::<Parsed<_>>()?),
        _ => return Err(unknown(kind)),
    })
}

fn unknown(kind: &str) -> String {
    format!("has the unknown kind `{}`", shown(kind))
}

fn tensor_of(raw: &RawValue, limits: &Limits) -> Parsed<Tensor> {
    let mut object = object(raw)?;
    object.remove("type");
    tensor(object, limits)
}

fn tensor(mut object: BTreeMap<String, &RawValue>, limits: &Limits) -> Parsed<Tensor> {
    let dimensions = dimensions(object.remove("shape").ok_or("is a tensor without a shape")?)?;
    let values = match payload(object)? {
        None => Values::Doubles(Vec::new()),
        Some((kind, raw)) => match kind.as_str() {
            "double" => Values::Doubles(numbers(raw, double)?),
            "float" => Values::Floats(numbers(raw, float)?),
            "byte" | "short" | "int" | "long" => Values::Longs(numbers(raw, integer)?),
            "boolean" => {
                let values: Vec<bool> = typed(raw, "an array of booleans")?;
                Values::Longs(values.into_iter().map(i64::from).collect())
            }
            "string" => Values::Strings(typed(raw, "an array of strings")?),
            "byte_string" => Values::ByteStrings(byte_strings(raw)?),
            kind => return Err(format!("is a tensor of the unknown kind `{}`", shown(kind))),
        },
    };
    Tensor::new(dimensions, values, limits.vector_size)
}

fn dimensions(raw: &RawValue) -> Parsed<Vec<i32>> {
    #[derive(Deserialize)]
    struct Dimensions<'a> {
        #[serde(borrow)]
        dimensions: Vec<Dimension<'a>>,
    }
    #[derive(Deserialize)]
    struct Dimension<'a> {
        #[serde(borrow)]
        size: &'a RawValue,
    }
    let shape: Dimensions<'_> = serde_json::from_str(raw.get()).map_err(|error| format!("has a bad shape: {error}"))?;
    shape.dimensions.iter().map(|dimension| integer(dimension.size.get())).collect()
}

fn shape(raw: &RawValue) -> Parsed<Shape> {
    let object = object(raw)?;
    match object.get("base").map(|base| base.get()) {
        Some(r#""scalar""#) => Ok(Shape::Scalar),
        Some(r#""list""#) => Ok(Shape::List),
        Some(r#""tensor""#) => match object.get("tensorShape") {
            Some(raw) => dimensions(raw).map(|sizes| Shape::tensor(&sizes)),
            None => Ok(Shape::Tensor(None)),
        },
        _ => Err("is a shape whose base is none of scalar, list, tensor".to_owned()),
    }
}

fn object(raw: &RawValue) -> Parsed<BTreeMap<String, &RawValue>> {
    let object: Object<'_> = serde_json::from_str(raw.get()).map_err(|error| format!("is not an object: {error}"))?;
    Ok(object.into_inner())
}

fn elements(raw: &RawValue) -> Parsed<Vec<&RawValue>> {
    serde_json::from_str(raw.get()).map_err(|_| "is not an array".to_owned())
}

fn typed<T: DeserializeOwned>(raw: &RawValue, expected: &str) -> Parsed<T> {
    serde_json::from_str(raw.get()).map_err(|_| misfit(raw.get(), expected))
}

fn basic_type(raw: &RawValue) -> Parsed<BasicType> {
    BasicType::from_name(&typed::<String>(raw, "a type's name")?)
}

fn byte_strings(raw: &RawValue) -> Parsed<Vec<Vec<u8>>> {
    typed::<Vec<String>>(raw, "an array of strings")?.iter().map(|text| bytes(text)).collect()
}

fn bytes(text: &str) -> Parsed<Vec<u8>> {
    BASE64_STANDARD.decode(text).map_err(|_| misfit(text, "base64"))
}

#[cfg(test)]
mod tests;
