//! Cells from JSON as notes write them: NaN and infinities as strings, vectors as lists or objects, maps as objects.

use serde_json::Value as Json;

use crate::{
    data_type::DataType,
    decimal::Decimal,
    excerpt::excerpt,
    frame::Value,
    sql::{parse_date, parse_timestamp},
    vector::Vector,
};

/// Reads a cell of the given type; the error says what does not fit.
pub fn decode(json: &Json, data_type: &DataType) -> Result<Value, String> {
    let misfit = || format!("holds {}, which is no {data_type}", excerpt(json));
    if json.is_null() {
        return Ok(Value::Null);
    }
    Ok(match data_type {
        DataType::Boolean => Value::Boolean(json.as_bool().ok_or_else(misfit)?),
        DataType::Byte => Value::Byte(integer(json).ok_or_else(misfit)?),
        DataType::Short => Value::Short(integer(json).ok_or_else(misfit)?),
        DataType::Int => Value::Int(integer(json).ok_or_else(misfit)?),
        DataType::Long => Value::Long(integer(json).ok_or_else(misfit)?),
        DataType::Float => Value::Float(double(json).ok_or_else(misfit)? as f32),
        DataType::Double => Value::Double(double(json).ok_or_else(misfit)?),
        DataType::String => Value::String(json.as_str().ok_or_else(misfit)?.to_owned()),
        DataType::Date => Value::Int(json.as_str().and_then(parse_date).ok_or_else(misfit)?),
        DataType::Timestamp => Value::Long(json.as_str().and_then(parse_timestamp).ok_or_else(misfit)?),
        DataType::Decimal(precision, scale) => {
            let text = json.as_str().map_or_else(|| json.to_string(), str::to_owned);
            Value::Decimal(Decimal::parse(&text, *precision, *scale).ok_or_else(misfit)?)
        }
        DataType::Vector(size) => {
            let vector = vector(json)?;
            if size.is_some_and(|size| size != vector.len()) {
                return Err(format!("holds a vector of size {}, expected {data_type}", vector.len()));
            }
            Value::Vector(vector)
        }
        DataType::List(element) => {
            let elements = json.as_array().ok_or_else(misfit)?;
            Value::List(elements.iter().map(|json| decode(json, element)).collect::<Result<_, _>>()?)
        }
        DataType::Map(value) => {
            let members = json.as_object().ok_or_else(misfit)?.iter();
            let members = members.map(|(key, json)| Ok((key.clone(), decode(json, value)?)));
            Value::Map(members.collect::<Result<_, String>>()?)
        }
    })
}

fn integer<T: TryFrom<i64>>(json: &Json) -> Option<T> {
    T::try_from(json.as_i64()?).ok()
}

fn double(json: &Json) -> Option<f64> {
    match json.as_str() {
        Some("NaN") => Some(f64::NAN),
        Some("Infinity") => Some(f64::INFINITY),
        Some("-Infinity") => Some(f64::NEG_INFINITY),
        Some(_) => None,
        None => json.as_f64(),
    }
}

fn doubles(json: &Json) -> Option<Vec<f64>> {
    json.as_array()?.iter().map(double).collect()
}

fn vector(json: &Json) -> Result<Vector, String> {
    let misfit = || format!("holds {json}, which is no vector");
    if json.is_array() {
        return doubles(json).map(Vector::from_dense).ok_or_else(misfit);
    }
    let values = json.get("values").and_then(doubles).ok_or_else(misfit)?;
    let Some(indices) = json.get("indices") else { return Ok(Vector::from_dense(values)) };
    let size = json.get("size").and_then(Json::as_u64).ok_or_else(misfit)? as usize;
    let indices = indices.as_array().ok_or_else(misfit)?.iter().map(|index| u32::try_from(index.as_u64()?).ok());
    Vector::from_sparse(size, indices.collect::<Option<_>>().ok_or_else(misfit)?, values)
}
