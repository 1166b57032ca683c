//! Attribute values, whatever the encoding they came in.

use serde_json::Value as Json;

/// One attribute of a model.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum AttributeValue {
    Scalar(Scalar),
    List(List),
    Tensor(Tensor),
}

/// A single value. `Default` is MLeap's empty object: false, 0, 0.0 or "", whichever the op expects.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Scalar {
    Default,
    Boolean(bool),
    String(String),
    Int(i32),
    Long(i64),
    Float(f32),
    Double(f64),
    BasicType(String),
    Shape(Shape),
}

/// A list; `Empty` carries no type, as MLeap writes none.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum List {
    Empty,
    Booleans(Vec<bool>),
    Strings(Vec<String>),
    Ints(Vec<i32>),
    Longs(Vec<i64>),
    Floats(Vec<f32>),
    Doubles(Vec<f64>),
    BasicTypes(Vec<String>),
    Shapes(Vec<Shape>),
    Tensors(Vec<Tensor>),
}

/// A dense tensor; matrices are column-major, as every MLeap exporter writes them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tensor {
    pub(crate) dimensions: Vec<usize>,
    pub(crate) values: Values,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Values {
    Longs(Vec<i64>),
    Floats(Vec<f32>),
    Doubles(Vec<f64>),
    Strings(Vec<String>),
}

impl Values {
    fn len(&self) -> usize {
        match self {
            Self::Longs(values) => values.len(),
            Self::Floats(values) => values.len(),
            Self::Doubles(values) => values.len(),
            Self::Strings(values) => values.len(),
        }
    }
}

/// The shape of a column: a scalar, a list, or a tensor whose size may be known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shape {
    Scalar,
    List,
    Tensor(Option<usize>),
}

/// What is wrong with a value, in words; the caller knows where.
type Parsed<T> = Result<T, String>;

impl AttributeValue {
    pub(crate) fn from_json(json: &Json) -> Parsed<Self> {
        let object = json.as_object().ok_or("is not an object")?;
        match object.get("type").map(|kind| kind.as_str().unwrap_or_default()) {
            Some("tensor") => tensor(json).map(Self::Tensor),
            Some("list") => match object.iter().find(|(key, _)| *key != "type") {
                None => Ok(Self::List(List::Empty)),
                Some((kind, payload)) => list(kind, payload).map(Self::List),
            },
            Some(kind) => Err(format!("has the unknown type `{kind}`")),
            None => match object.iter().next() {
                None => Ok(Self::Scalar(Scalar::Default)),
                Some((kind, payload)) if kind == "tensor" => tensor(payload).map(Self::Tensor),
                Some((kind, payload)) => scalar(kind, payload).map(Self::Scalar),
            },
        }
    }
}

fn scalar(kind: &str, json: &Json) -> Parsed<Scalar> {
    Ok(match kind {
        "boolean" => Scalar::Boolean(boolean(json)?),
        "string" => Scalar::String(string(json)?),
        "int" => Scalar::Int(integer(json)?),
        "long" => Scalar::Long(integer(json)?),
        "float" => Scalar::Float(double(json)? as f32),
        "double" => Scalar::Double(double(json)?),
        "basic_type" => Scalar::BasicType(string(json)?),
        "data_shape" => Scalar::Shape(shape(json)?),
        _ => return Err(format!("has the unknown kind `{kind}`")),
    })
}

fn list(kind: &str, json: &Json) -> Parsed<List> {
    Ok(match kind {
        "boolean" => List::Booleans(each(json, boolean)?),
        "string" => List::Strings(each(json, string)?),
        "int" => List::Ints(each(json, integer)?),
        "long" => List::Longs(each(json, integer)?),
        "float" => List::Floats(each(json, |json| double(json).map(|value| value as f32))?),
        "double" => List::Doubles(each(json, double)?),
        "basic_type" => List::BasicTypes(each(json, string)?),
        "data_shape" => List::Shapes(each(json, shape)?),
        "tensor" => List::Tensors(each(json, tensor)?),
        _ => return Err(format!("has the unknown kind `{kind}`")),
    })
}

fn tensor(json: &Json) -> Parsed<Tensor> {
    let object = json.as_object().ok_or("is not a tensor object")?;
    let mut dimensions = dimensions(object.get("shape").ok_or("is a tensor without a shape")?)?;
    let payload = object.iter().find(|(key, _)| !matches!(key.as_str(), "type" | "shape"));
    let values = match payload.map(|(kind, payload)| (kind.as_str(), payload)) {
        None => Values::Doubles(Vec::new()),
        Some(("double", payload)) => Values::Doubles(each(payload, double)?),
        Some(("float", payload)) => Values::Floats(each(payload, |json| double(json).map(|value| value as f32))?),
        Some(("byte" | "short" | "int" | "long", payload)) => Values::Longs(each(payload, integer)?),
        Some(("string", payload)) => Values::Strings(each(payload, string)?),
        Some((kind, _)) => return Err(format!("is a tensor of the unknown kind `{kind}`")),
    };
    resolve(&mut dimensions, values.len())?;
    Ok(Tensor { dimensions: dimensions.into_iter().map(|size| size as usize).collect(), values })
}

/// Fills in a dimension of -1 and checks that the sizes multiply to the number of values.
fn resolve(dimensions: &mut [i64], count: usize) -> Parsed<()> {
    let known = dimensions
        .iter()
        .filter(|size| **size >= 0)
        .try_fold(1_usize, |product, &size| product.checked_mul(usize::try_from(size).ok()?));
    let known = known.ok_or("is a tensor whose dimensions overflow")?;
    let mut unknown = dimensions.iter_mut().filter(|size| **size < 0);
    match (unknown.next(), unknown.next()) {
        (Some(size), None) if known > 0 && count % known == 0 => *size = (count / known) as i64,
        (None, _) if known == count => {}
        _ => return Err(format!("is a tensor of {count} values, which its dimensions do not fit")),
    }
    Ok(())
}

fn dimensions(json: &Json) -> Parsed<Vec<i64>> {
    let dimensions = json.get("dimensions").ok_or("has a shape without dimensions")?;
    each(dimensions, |dimension| integer(dimension.get("size").ok_or("has a dimension without a size")?))
}

fn shape(json: &Json) -> Parsed<Shape> {
    match json.get("base").and_then(Json::as_str) {
        Some("scalar") => Ok(Shape::Scalar),
        Some("list") => Ok(Shape::List),
        Some("tensor") => {
            let dimensions = json.get("tensorShape").map(dimensions).transpose()?;
            let size = dimensions.and_then(|sizes| sizes.first().and_then(|&size| usize::try_from(size).ok()));
            Ok(Shape::Tensor(size))
        }
        _ => Err("is a shape whose base is none of scalar, list, tensor".to_owned()),
    }
}

fn each<T>(json: &Json, read: impl Fn(&Json) -> Parsed<T>) -> Parsed<Vec<T>> {
    json.as_array().ok_or("is not an array")?.iter().map(read).collect()
}

fn boolean(json: &Json) -> Parsed<bool> {
    json.as_bool().ok_or_else(|| format!("holds {json} where true or false belongs"))
}

fn string(json: &Json) -> Parsed<String> {
    json.as_str().map(str::to_owned).ok_or_else(|| format!("holds {json} where a string belongs"))
}

/// NaN and both infinities are written as null by MLeap and read back as NaN.
fn double(json: &Json) -> Parsed<f64> {
    if json.is_null() {
        return Ok(f64::NAN);
    }
    json.as_f64().ok_or_else(|| format!("holds {json} where a number belongs"))
}

fn integer<T: TryFrom<i64>>(json: &Json) -> Parsed<T> {
    let whole = json.as_i64().or_else(|| {
        let value = json.as_f64()?;
        // 2^53: beyond it a double no longer names one integer.
        (value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_992.0).then_some(value as i64)
    });
    whole.and_then(|value| T::try_from(value).ok()).ok_or_else(|| format!("holds {json} where an integer belongs"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{AttributeValue, List, Scalar, Shape, Tensor, Values};

    #[test]
    fn an_empty_object_is_the_default_of_whatever_is_expected() {
        assert_eq!(Ok(AttributeValue::Scalar(Scalar::Default)), AttributeValue::from_json(&json!({})));
        assert_eq!(Ok(AttributeValue::List(List::Empty)), AttributeValue::from_json(&json!({"type": "list"})));
    }

    #[test]
    fn null_doubles_are_nan() {
        let value = AttributeValue::from_json(&json!({"double": null}));
        assert!(matches!(value, Ok(AttributeValue::Scalar(Scalar::Double(value))) if value.is_nan()));
    }

    #[test]
    fn a_dimension_of_minus_one_is_inferred() {
        let json = json!({"type": "tensor", "double": [1.0, 2.0, 3.0, 4.0],
            "shape": {"dimensions": [{"size": 2, "name": ""}, {"size": -1, "name": ""}]}});
        let expected = Tensor { dimensions: vec![2, 2], values: Values::Doubles(vec![1.0, 2.0, 3.0, 4.0]) };
        assert_eq!(Ok(AttributeValue::Tensor(expected)), AttributeValue::from_json(&json));
    }

    #[test]
    fn shapes_that_do_not_fit_their_values_are_refused() {
        for size in [3, -1, i64::MAX] {
            let json = json!({"type": "tensor", "double": [1.0, 2.0],
                "shape": {"dimensions": [{"size": size, "name": ""}, {"size": size, "name": ""}]}});
            assert!(AttributeValue::from_json(&json).is_err(), "{size}");
        }
    }

    #[test]
    fn integers_are_range_checked_and_may_be_written_as_whole_doubles() {
        assert_eq!(Ok(AttributeValue::Scalar(Scalar::Int(1))), AttributeValue::from_json(&json!({"int": 1.0})));
        assert!(AttributeValue::from_json(&json!({"int": 1.5})).is_err());
        assert!(AttributeValue::from_json(&json!({"int": 3_000_000_000_i64})).is_err());
    }

    #[test]
    fn a_shape_keeps_the_size_of_its_tensor() {
        let json = json!({"data_shape": {"base": "tensor", "isNullable": true,
            "tensorShape": {"dimensions": [{"size": 6, "name": ""}]}}});
        assert_eq!(Ok(AttributeValue::Scalar(Scalar::Shape(Shape::Tensor(Some(6))))), AttributeValue::from_json(&json));
    }
}
