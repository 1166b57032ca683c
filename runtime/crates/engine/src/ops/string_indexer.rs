//! `string_indexer`: Spark's `StringIndexerModel`, for one or several columns.
//!
//! Numbers are compared by the text Spark's cast gives them. An unknown value and null become the number of labels
//! (keep), drop the row (skip) or raise (error).
//!
//! Attributes:
//!
//! - `labels_length`: integer
//! - `labels_array_0`, …: list of string, one for each column
//! - `labels`: list of string, in place of both where a bundle is written for Spark 2
//! - `handle_invalid`: string, `error` (default), `keep` or `skip`

use super::{
    Op,
    handle_invalid::HandleInvalid,
    text::{ByText, to_text},
};
use crate::{
    data_type::DataType,
    error::{BundleError, Fault},
    excerpt::excerpt,
    frame::{Flow, Frame, Slot, Value},
    plan::{Column, StageBuilder},
};

#[derive(Debug)]
struct StringIndexer {
    columns: Vec<Indexed>,
    handle_invalid: HandleInvalid,
}

#[derive(Debug)]
struct Indexed {
    input: Column,
    output: Slot,
    labels: ByText<f64>,
    /// What a value without a label becomes, unless it raises or drops the row.
    unknown: f64,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let handle_invalid = HandleInvalid::read(attributes)?;
    let labels = if attributes.has("labels_length") {
        let count = attributes.size("labels_length")?;
        (0..count).map(|position| attributes.strings(&format!("labels_array_{position}"))).collect::<Result<_, _>>()?
    } else {
        // Bundles written for Spark 2.
        vec![attributes.strings("labels")?]
    };
    if handle_invalid == HandleInvalid::Skip {
        stage.drops_rows();
    }
    let inputs = stage.inputs(|_| DataType::String)?;
    if inputs.len() != labels.len() {
        return Err(BundleError::format(format!("has {} inputs but labels for {}", inputs.len(), labels.len())));
    }
    let outputs = stage.outputs(vec![DataType::Double; inputs.len()])?;
    let columns = inputs.into_iter().zip(outputs).zip(labels).map(|((input, output), labels)| {
        if !input.data_type.is_scalar() || input.data_type.is_time() {
            return Err(BundleError::format(format!(
                "indexes the column `{}` of type {}",
                input.name, input.data_type
            )));
        }
        // Of labels that occur twice the last one counts.
        let unknown = labels.len() as f64;
        let labels = labels.iter().enumerate().map(|(index, label)| (label.clone(), index as f64)).collect();
        Ok(Indexed { input, output, labels, unknown })
    });
    Ok(Box::new(StringIndexer { columns: columns.collect::<Result<_, _>>()?, handle_invalid }))
}

impl Indexed {
    fn index(&self, value: &Value) -> Option<f64> {
        self.labels.get(to_text(value)?.as_ref()).copied()
    }
}

impl Op for StringIndexer {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        for column in &self.columns {
            let value = frame.get(column.input.slot);
            let index = match (column.index(value), self.handle_invalid) {
                (Some(index), _) => index,
                (None, HandleInvalid::Keep) => column.unknown,
                (None, HandleInvalid::Skip) => return Ok(Flow::Drop),
                (None, HandleInvalid::Error) => return Err(unseen(value).in_column(&column.input.name)),
            };
            frame.put(column.output, index);
        }
        Ok(Flow::Next)
    }
}

fn unseen(value: &Value) -> Fault {
    match to_text(value) {
        None => Fault::new("is null, which handleInvalid = error does not allow"),
        Some(text) => {
            let label = excerpt(text);
            Fault::new(format!("holds the unseen label {label:?}, which handleInvalid = error does not allow"))
        }
    }
}
