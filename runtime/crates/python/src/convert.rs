//! Cells between Python objects and the engine.

use pyo3::{
    intern,
    prelude::*,
    types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString},
};
use saltus_engine::{
    DataType, Decimal, Value, Vector, date_to_string, parse_date, parse_timestamp, timestamp_to_string,
};

/// Writes a Python object into a cell, reusing its buffer; the error says what does not fit.
pub(crate) fn fill(cell: &mut Value, object: &Bound<'_, PyAny>, data_type: &DataType) -> Result<(), String> {
    if object.is_none() {
        *cell = Value::Null;
        return Ok(());
    }
    match data_type {
        DataType::String => {
            let text = object.cast::<PyString>().map_err(|_| misfit(object, data_type))?;
            let text = text.to_str().map_err(|_| format!("{data_type} with a lone surrogate"))?;
            match cell {
                Value::String(buffer) => {
                    buffer.clear();
                    buffer.push_str(text);
                }
                _ => *cell = Value::String(text.to_owned()),
            }
        }
        DataType::Double => cell.put(double(object, data_type)?),
        DataType::Float => cell.put(double(object, data_type)? as f32),
        DataType::Boolean => {
            *cell = Value::Boolean(object.cast::<PyBool>().map_err(|_| misfit(object, data_type))?.is_true());
        }
        DataType::Byte => cell.put(integer::<i8>(object, data_type)?),
        DataType::Short => cell.put(integer::<i16>(object, data_type)?),
        DataType::Int => cell.put(integer::<i32>(object, data_type)?),
        DataType::Long => cell.put(integer::<i64>(object, data_type)?),
        DataType::Date => *cell = Value::Int(parse(object, data_type, parse_date)?),
        DataType::Timestamp => *cell = Value::Long(parse(object, data_type, parse_timestamp)?),
        DataType::Decimal(precision, scale) => *cell = Value::Decimal(decimal(object, *precision, *scale)?),
        DataType::Vector(size) => {
            let vector = vector(object, data_type)?;
            match size {
                Some(size) if *size != vector.len() => {
                    return Err(format!("expected {data_type}, got {} elements", vector.len()));
                }
                _ => *cell = Value::Vector(vector),
            }
        }
        DataType::List(element) => {
            let list = object.cast::<PyList>().map_err(|_| misfit(object, data_type))?;
            let mut cells = vec![Value::Null; list.len()];
            for (cell, object) in cells.iter_mut().zip(list) {
                fill(cell, &object, element)?;
            }
            *cell = Value::List(cells);
        }
        DataType::Map(value) => {
            let dict = object.cast::<PyDict>().map_err(|_| misfit(object, data_type))?;
            let members = dict.iter().map(|(key, object)| {
                let key = key.extract::<String>().map_err(|_| format!("{data_type} with a key that is no text"))?;
                let mut cell = Value::Null;
                fill(&mut cell, &object, value)?;
                Ok((key, cell))
            });
            *cell = Value::Map(members.collect::<Result<_, String>>()?);
        }
    }
    Ok(())
}

/// The cell as a Python object; vectors leave as lists, dense and sparse alike.
pub(crate) fn extract<'py>(py: Python<'py>, cell: &Value, data_type: &DataType) -> PyResult<Bound<'py, PyAny>> {
    Ok(match cell {
        Value::Int(date) if *data_type == DataType::Date => {
            PyString::new(py, &date_to_string((*date).into())).into_any()
        }
        Value::Long(micros) if *data_type == DataType::Timestamp => {
            PyString::new(py, &timestamp_to_string(*micros)).into_any()
        }
        Value::Decimal(value) => PyString::new(py, &value.to_string()).into_any(),
        Value::Null => py.None().into_bound(py),
        Value::Boolean(value) => PyBool::new(py, *value).to_owned().into_any(),
        Value::Byte(value) => value.into_pyobject(py)?.into_any(),
        Value::Short(value) => value.into_pyobject(py)?.into_any(),
        Value::Int(value) => value.into_pyobject(py)?.into_any(),
        Value::Long(value) => value.into_pyobject(py)?.into_any(),
        Value::Float(value) => PyFloat::new(py, f64::from(*value)).into_any(),
        Value::Double(value) => PyFloat::new(py, *value).into_any(),
        Value::String(text) => PyString::new(py, text).into_any(),
        Value::Vector(vector) if vector.is_sparse() => {
            let mut values = Vec::new();
            vector.write_dense(&mut values);
            PyList::new(py, values)?.into_any()
        }
        Value::Vector(vector) => PyList::new(py, vector.values())?.into_any(),
        Value::List(cells) => {
            let list = PyList::empty(py);
            for cell in cells {
                list.append(extract(py, cell, element(data_type))?)?;
            }
            list.into_any()
        }
        Value::Map(members) => {
            let dict = PyDict::new(py);
            for (key, cell) in members {
                dict.set_item(key, extract(py, cell, element(data_type))?)?;
            }
            dict.into_any()
        }
    })
}

/// The type of the values in a list or map.
fn element(data_type: &DataType) -> &DataType {
    match data_type {
        DataType::List(element) | DataType::Map(element) => element,
        other => other,
    }
}

/// A text of a date or timestamp.
fn parse<T>(object: &Bound<'_, PyAny>, data_type: &DataType, parse: fn(&str) -> Option<T>) -> Result<T, String> {
    let text = object.cast::<PyString>().map_err(|_| misfit(object, data_type))?;
    let text = text.to_str().map_err(|_| format!("{data_type} with a lone surrogate"))?;
    let example = if *data_type == DataType::Date { "2026-11-22" } else { "2026-11-22T10:00:00+01:00" };
    parse(text).ok_or_else(|| format!("expected {data_type} such as \"{example}\""))
}

/// A text of digits, an int or a `decimal.Decimal`.
fn decimal(object: &Bound<'_, PyAny>, precision: u8, scale: u8) -> Result<Decimal, String> {
    let data_type = DataType::Decimal(precision, scale);
    if object.is_instance_of::<PyBool>() || object.is_instance_of::<PyFloat>() {
        return Err(misfit(object, &data_type));
    }
    let text = object.str().map_err(|_| misfit(object, &data_type))?;
    let text = text.to_str().map_err(|_| misfit(object, &data_type))?;
    Decimal::parse(text, precision, scale).ok_or_else(|| format!("expected {data_type}, as a text of digits"))
}

/// An object as an error shows it: a text as it is, what else there is as Python abbreviates it.
pub(crate) fn show(object: &Bound<'_, PyAny>) -> Option<String> {
    if let Ok(text) = object.cast::<PyString>() {
        return Some(text.to_string_lossy().into_owned());
    }
    let abbreviate = object.py().import(intern!(object.py(), "reprlib")).ok()?;
    abbreviate.call_method1(intern!(object.py(), "repr"), (object,)).ok()?.extract().ok()
}

fn misfit(object: &Bound<'_, PyAny>, data_type: &DataType) -> String {
    let class = object.get_type();
    let name = class.name().map_or_else(|_| "object".to_owned(), |name| name.to_string());
    format!("expected {data_type}, got {name}")
}

/// A float or an int, but no bool.
fn double(object: &Bound<'_, PyAny>, data_type: &DataType) -> Result<f64, String> {
    if let Ok(value) = object.cast::<PyFloat>() {
        return Ok(value.value());
    }
    if object.is_instance_of::<PyBool>() || object.is_instance_of::<PyString>() {
        return Err(misfit(object, data_type));
    }
    object.extract().map_err(|_| misfit(object, data_type))
}

fn integer<T: TryFrom<i64>>(object: &Bound<'_, PyAny>, data_type: &DataType) -> Result<T, String> {
    if object.is_instance_of::<PyBool>() {
        return Err(misfit(object, data_type));
    }
    let out_of_range = || format!("expected {data_type}, got an integer outside its range");
    match object.extract::<i64>() {
        Ok(value) => T::try_from(value).map_err(|_| out_of_range()),
        Err(_) if object.is_instance_of::<PyInt>() => Err(out_of_range()),
        Err(_) => Err(misfit(object, data_type)),
    }
}

/// A list of numbers, or a dict with `size`, `indices` and `values`.
fn vector(object: &Bound<'_, PyAny>, data_type: &DataType) -> Result<Vector, String> {
    let Ok(parts) = object.cast::<PyDict>() else {
        return doubles(object, data_type).map(Vector::from_dense);
    };
    let part = |name: &str| {
        let found = parts.get_item(name).ok().flatten();
        found.ok_or_else(|| format!("expected {data_type} as a list or as size, indices and values: no {name}"))
    };
    let size = part("size")?.extract().map_err(|_| format!("{data_type}: size is no count"))?;
    let indices = part("indices")?.extract().map_err(|_| format!("{data_type}: indices are no list of counts"))?;
    let values = doubles(&part("values")?, data_type)?;
    Vector::from_sparse(size, indices, values).map_err(|reason| format!("{data_type}: {reason}"))
}

fn doubles(object: &Bound<'_, PyAny>, data_type: &DataType) -> Result<Vec<f64>, String> {
    let list = object.cast::<PyList>().map_err(|_| misfit(object, data_type))?;
    list.iter().map(|element| double(&element, &DataType::Double)).collect()
}
