//! `string_map`: the `StringMap` of MLeap's Spark extension.
//!
//! The number that belongs to a text; without one, null included, the default (keep) or an error.
//!
//! Attributes:
//!
//! - `labels`: list of string
//! - `values`: list of double
//! - `handle_invalid`: string, `error` (default) or `keep`
//! - `default_value`: double, default 0

use super::{
    Op,
    handle_invalid::HandleInvalid,
    text::{ByText, read_text},
};
use crate::{
    data_type::DataType,
    error::{BundleError, Fault},
    excerpt::excerpt,
    frame::{Flow, Frame, Slot, Value},
    plan::StageBuilder,
};

#[derive(Debug)]
struct StringMap {
    input: Slot,
    output: Slot,
    values: ByText<f64>,
    /// Unless a text without a number raises.
    default: Option<f64>,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let (labels, values) = (attributes.strings("labels")?, attributes.doubles("values")?);
    if labels.len() != values.len() {
        return Err(BundleError::format(format!("has {} labels and {} values", labels.len(), values.len())));
    }
    let default = match HandleInvalid::read(attributes)? {
        HandleInvalid::Error => None,
        HandleInvalid::Keep => Some(attributes.optional_double("default_value")?.unwrap_or(0.0)),
        HandleInvalid::Skip => {
            return Err(BundleError::attribute("handle_invalid", "is `skip`: error or keep"));
        }
    };
    let values = labels.iter().cloned().zip(values.iter().copied()).collect();
    let input = read_text(stage)?.slot;
    let output = stage.output("output", DataType::Double)?;
    Ok(Box::new(StringMap { input, output, values, default }))
}

impl Op for StringMap {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let value = match frame.get(self.input) {
            Value::String(text) => self.values.get(text).copied().or(self.default).ok_or_else(|| {
                let label = excerpt(text);
                Fault::new(format!("holds {label:?}, which has no value and handleInvalid = error does not allow"))
            }),
            _ => self.default.ok_or_else(|| Fault::new("is null, which handleInvalid = error does not allow")),
        };
        frame.put(self.output, value?);
        Ok(Flow::Next)
    }
}
