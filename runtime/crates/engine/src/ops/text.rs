//! Columns of text.

use std::{borrow::Cow, collections::HashMap};

use ahash::RandomState;

use crate::{
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Frame, Slot, Value},
    java,
    plan::{Column, StageBuilder},
};

/// The column at the port `input`, which must hold text.
pub(super) fn read_text(stage: &mut StageBuilder<'_>) -> Result<Column, BundleError> {
    let input = stage.input("input", DataType::String)?;
    if input.data_type != DataType::String {
        let reason = format!("the column `{}` is no string but {}", input.name, input.data_type);
        return Err(BundleError::format(reason));
    }
    Ok(input)
}

/// The text that a stage cannot do without: Spark raises on null.
pub(super) fn text(frame: &Frame, slot: Slot) -> Result<&str, Fault> {
    match frame.get(slot) {
        Value::String(text) => Ok(text),
        _ => Err(Fault::new("is null, but the stage needs a text")),
    }
}

/// Values by text. The hash has a new key in every process: neither a bundle nor a row can aim at collisions.
pub(super) type ByText<T> = HashMap<String, T, RandomState>;

/// Spark's cast to string; `None` for null, and for what is no scalar.
pub(super) fn to_text(value: &Value) -> Option<Cow<'_, str>> {
    Some(match value {
        Value::String(value) => Cow::Borrowed(value),
        Value::Boolean(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
        Value::Byte(value) => Cow::Owned(value.to_string()),
        Value::Short(value) => Cow::Owned(value.to_string()),
        Value::Int(value) => Cow::Owned(value.to_string()),
        Value::Long(value) => Cow::Owned(value.to_string()),
        Value::Float(value) => Cow::Owned(java::float_to_string(*value)),
        Value::Double(value) => Cow::Owned(java::double_to_string(*value)),
        Value::Decimal(value) => Cow::Owned(value.to_string()),
        Value::Null | Value::Vector(_) | Value::List(_) | Value::Map(_) => return None,
    })
}
