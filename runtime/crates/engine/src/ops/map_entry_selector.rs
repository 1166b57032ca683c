//! `map_entry_selector`: the `MapEntrySelector` of MLeap's Spark extension.
//!
//! The entry of a map at the key in another column; without one, and where the key is null, the default. A map that is
//! null raises. Keys are texts.
//!
//! Attributes:
//!
//! - `key_type`: basic type
//! - `value_type`: basic type
//! - `default_value`: a scalar of `value_type`

use super::Op;
use crate::{
    bundle::Attributes,
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot, Value},
    plan::{Column, StageBuilder},
};

#[derive(Debug)]
struct MapEntrySelector {
    map: Column,
    key: Slot,
    output: Slot,
    default: Value,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let (key_type, value_type) = (read_type(attributes, "key_type")?, read_type(attributes, "value_type")?);
    if key_type != DataType::String {
        return Err(BundleError::unsupported(format!("attribute `key_type` is {key_type}: only strings are keys")));
    }
    let default = read_default(attributes, &value_type)?;
    let map = input(stage, "input", &DataType::Map(Box::new(value_type.clone())))?;
    let key = input(stage, "key", &key_type)?.slot;
    let output = stage.output("output", value_type)?;
    Ok(Box::new(MapEntrySelector { map, key, output, default }))
}

/// The column at a port, which must have the type.
fn input(stage: &mut StageBuilder<'_>, port: &str, expected: &DataType) -> Result<Column, BundleError> {
    let column = stage.input(port, expected.clone())?;
    if column.data_type == *expected {
        return Ok(column);
    }
    let reason = format!("the column `{}` is no {expected} but {}", column.name, column.data_type);
    Err(BundleError::format(reason))
}

fn read_type(attributes: &Attributes, name: &str) -> Result<DataType, BundleError> {
    match attributes.basic_types(name)? {
        [only] => only.name().parse().map_err(|reason: String| BundleError::attribute(name, reason)),
        _ => Err(BundleError::attribute(name, "is not one type")),
    }
}

/// The attribute `default_value`, which has the type of the map's values; byte and short are written as int.
fn read_default(attributes: &Attributes, value_type: &DataType) -> Result<Value, BundleError> {
    const NAME: &str = "default_value";
    let out_of_range = |_| BundleError::attribute(NAME, format!("is out of the range of {value_type}"));
    Ok(match value_type {
        DataType::Boolean => Value::Boolean(attributes.boolean(NAME)?),
        DataType::Byte => Value::Byte(attributes.integer(NAME)?.try_into().map_err(out_of_range)?),
        DataType::Short => Value::Short(attributes.integer(NAME)?.try_into().map_err(out_of_range)?),
        DataType::Int => Value::Int(attributes.integer(NAME)?.try_into().map_err(out_of_range)?),
        DataType::Long => Value::Long(attributes.integer(NAME)?),
        DataType::Float => Value::Float(attributes.double(NAME)? as f32),
        DataType::Double => Value::Double(attributes.double(NAME)?),
        DataType::String => Value::String(attributes.string(NAME)?.to_owned()),
        _ => return Err(BundleError::attribute("value_type", format!("is {value_type}, which is no scalar"))),
    })
}

impl Op for MapEntrySelector {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let Value::Map(map) = frame.get(self.map.slot) else {
            return Err(Fault::new("is null, but the stage needs a map").in_column(&self.map.name));
        };
        let entry = match frame.get(self.key) {
            Value::String(key) => map.get(key),
            _ => None,
        };
        let value = entry.unwrap_or(&self.default).clone();
        frame.set(self.output, value);
        Ok(Flow::Next)
    }
}
