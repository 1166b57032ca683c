//! `saltus.target_encoder`: Spark's `TargetEncoderModel`, for one or several columns; MLeap's format lacks it.
//!
//! The lists `categories_<i>` and `encodings_<i>` say what the categories of the column i become; smoothing is done
//! already. Null becomes `null_encoding_<i>`, absent unless nulls were seen in the fit. What else is not listed, NaN
//! and fractions included, becomes `unseen_encoding_<i>` (keep) or raises (error).
//!
//! Attributes:
//!
//! - `handle_invalid`: string, `error` (default) or `keep`
//! - `categories_0`, …: list of double, one list for each column
//! - `encodings_0`, …: list of double, one for each category
//! - `unseen_encoding_0`, …: double; `keep` only
//! - `null_encoding_0`, …: double, default that null is unseen

use std::collections::HashMap;

use super::{Op, features::check_numeric, handle_invalid::HandleInvalid};
use crate::{
    bundle::Attributes,
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot},
    plan::{Column, StageBuilder},
};

#[derive(Debug)]
struct TargetEncoder {
    columns: Vec<Encoded>,
}

#[derive(Debug)]
struct Encoded {
    input: Column,
    output: Slot,
    encodings: Encodings,
}

/// What a column's categories become.
#[derive(Debug)]
struct Encodings {
    listed: HashMap<u64, f64>,
    null: Option<f64>,
    /// Unless an unseen category raises.
    unseen: Option<f64>,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let keep = match HandleInvalid::read(attributes)? {
        HandleInvalid::Error => false,
        HandleInvalid::Keep => true,
        HandleInvalid::Skip => {
            return Err(BundleError::attribute("handle_invalid", "is `skip`: error or keep"));
        }
    };
    let inputs = stage.inputs(|_| DataType::Double)?;
    let outputs = stage.outputs(vec![DataType::Double; inputs.len()])?;
    let columns = inputs.into_iter().zip(outputs).enumerate().map(|(position, (input, output))| {
        Ok(Encoded { input: check_numeric(input)?, output, encodings: Encodings::read(attributes, position, keep)? })
    });
    Ok(Box::new(TargetEncoder { columns: columns.collect::<Result<_, BundleError>>()? }))
}

/// One key for both zeros; the other categories are whole numbers.
fn key(category: f64) -> u64 {
    (category + 0.0).to_bits()
}

impl Encodings {
    fn read(attributes: &Attributes, position: usize, keep: bool) -> Result<Self, BundleError> {
        let categories = attributes.doubles(&format!("categories_{position}"))?;
        let encodings = attributes.doubles(&format!("encodings_{position}"))?;
        if categories.len() != encodings.len() {
            return Err(BundleError::format(format!(
                "has {} categories but {} encodings for its input {position}",
                categories.len(),
                encodings.len()
            )));
        }
        Ok(Self {
            listed: categories.iter().copied().map(key).zip(encodings.iter().copied()).collect(),
            null: attributes.optional_double(&format!("null_encoding_{position}"))?,
            unseen: if keep { Some(attributes.double(&format!("unseen_encoding_{position}"))?) } else { None },
        })
    }

    fn encode(&self, category: Option<f64>) -> Result<f64, Fault> {
        let known = match category {
            Some(category) => self.listed.get(&key(category)).copied(),
            None => self.null,
        };
        known.or(self.unseen).ok_or_else(|| {
            let unseen = category.map_or_else(|| "null".to_owned(), |category| category.to_string());
            Fault::new(format!("holds the unseen category {unseen}, which handleInvalid = error does not allow"))
        })
    }
}

impl Op for TargetEncoder {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        for Encoded { input, output, encodings } in &self.columns {
            let encoding = encodings.encode(frame.number(input.slot)).map_err(|fault| fault.in_column(&input.name))?;
            frame.put(*output, encoding);
        }
        Ok(Flow::Next)
    }
}
