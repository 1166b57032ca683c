//! `one_hot_encoder`: Spark's `OneHotEncoderModel`, for one or several columns.
//!
//! Always sparse. As in Spark a fraction is cut off (1.5 is category 1), NaN counts as unseen, and null gives null.
//!
//! Attributes:
//!
//! - `category_sizes`: list of integer, one for each column; bundles written for Spark 2 have `size` instead
//! - `size`: integer
//! - `drop_last`: boolean
//! - `handle_invalid`: string, `error` (default) or `keep`

use super::{Op, handle_invalid::HandleInvalid};
use crate::{
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot, Value},
    plan::{Column, StageBuilder},
};

#[derive(Debug)]
struct OneHotEncoder {
    columns: Vec<Encoded>,
    keep_invalid: bool,
}

#[derive(Debug)]
struct Encoded {
    input: Column,
    output: Slot,
    /// Categories seen when fitted.
    categories: usize,
    /// Length of the vector.
    size: usize,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let drop_last = attributes.boolean("drop_last")?;
    let legacy = !attributes.has("category_sizes");
    let categories = if legacy { vec![attributes.integer("size")?] } else { attributes.integers("category_sizes")? };
    let keep_invalid = if legacy && !attributes.has("handle_invalid") {
        drop_last
    } else {
        match HandleInvalid::read(attributes)? {
            HandleInvalid::Error => false,
            HandleInvalid::Keep => true,
            HandleInvalid::Skip => {
                return Err(BundleError::attribute("handle_invalid", "is `skip`: error or keep"));
            }
        }
    };
    let inputs = stage.inputs(|_| DataType::Double)?;
    if inputs.len() != categories.len() {
        return Err(BundleError::format(format!("has {} inputs but {} sizes", inputs.len(), categories.len())));
    }
    let sizes = categories.into_iter().map(|count| {
        let count =
            usize::try_from(count).map_err(|_| BundleError::format(format!("has a category size of {count}")))?;
        let size = match (drop_last, keep_invalid) {
            (true, false) => count.saturating_sub(1),
            (false, true) => count + 1,
            _ => count,
        };
        Ok((count, size))
    });
    let sizes = sizes.collect::<Result<Vec<_>, BundleError>>()?;
    let outputs = stage.outputs(sizes.iter().map(|(_, size)| DataType::Vector(Some(*size))).collect())?;
    let columns = inputs.into_iter().zip(outputs).zip(sizes).map(|((input, output), (categories, size))| {
        if input.data_type.is_numeric() {
            Ok(Encoded { input, output, categories, size })
        } else {
            Err(BundleError::format(format!("encodes the column `{}` of type {}", input.name, input.data_type)))
        }
    });
    Ok(Box::new(OneHotEncoder { columns: columns.collect::<Result<_, _>>()?, keep_invalid }))
}

impl Op for OneHotEncoder {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        for column in &self.columns {
            let Some(value) = frame.number(column.input.slot) else {
                frame.set(column.output, Value::Null);
                continue;
            };
            let index = if value >= 0.0 && value < column.categories as f64 {
                value as usize
            } else if self.keep_invalid {
                column.categories
            } else {
                let problem = if value < 0.0 { "negative" } else { "unseen" };
                return Err(Fault::new(format!(
                    "holds the {problem} category {value}, which handleInvalid = error does not allow"
                ))
                .in_column(&column.input.name));
            };
            let vector = frame.get_mut(column.output).vector_mut();
            vector.start_sparse(column.size);
            if index < column.size {
                vector.push(index, 1.0);
            }
        }
        Ok(Flow::Next)
    }
}
