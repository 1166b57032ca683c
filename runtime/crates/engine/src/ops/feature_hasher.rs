//! `feature_hasher`: Spark's `FeatureHasher`.
//!
//! A number that is not declared categorical adds itself at the hash of its column's name, everything else adds 1 at
//! the hash of `name=value`; null adds nothing. Bytes are numbers in Spark, in MLeap's runtime categories. Zeros stay
//! in the sparse vector.
//!
//! Attributes:
//!
//! - `num_features`: integer
//! - `input_names`: list of string
//! - `categorical_cols`: list of string
//! - `basic_types`: list of type

use std::collections::HashSet;

use super::{Op, hashing_term_frequency::read_num_features, sums::Sums, text::to_text};
use crate::{
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot},
    java::murmur3::{self, Tail},
    plan::{Column, StageBuilder},
};

#[derive(Debug)]
struct FeatureHasher {
    columns: Vec<Hashed>,
    output: Slot,
    size: i32,
}

#[derive(Debug)]
struct Hashed {
    input: Slot,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    /// Where the value goes.
    Number(usize),
    /// What the value follows: the name and `=`.
    Category(String),
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let size = read_num_features(stage)?;
    let attributes = stage.attributes();
    let names = attributes.strings("input_names")?;
    let categorical: HashSet<_> = attributes.strings("categorical_cols")?.iter().collect();
    let types = attributes.basic_types("basic_types")?.iter().map(|kind| kind.name().parse());
    let types: Vec<DataType> = types
        .collect::<Result<_, _>>()
        .map_err(|reason: String| BundleError::attribute("basic_types", format!("has an {reason}")))?;
    let inputs = stage.inputs(|position| types.get(position).cloned().unwrap_or(DataType::String))?;
    if inputs.len() != names.len() {
        return Err(BundleError::format(format!("has {} inputs but names for {}", inputs.len(), names.len())));
    }
    let columns = inputs.into_iter().zip(names).map(|(Column { name: column, data_type, slot }, name)| {
        let number = data_type.is_numeric() && data_type != DataType::Boolean;
        let kind = if number && !categorical.contains(name) {
            Kind::Number(murmur3::bucket(murmur3::of_text(name, Tail::Word), size))
        } else if !data_type.is_scalar() || data_type.is_time() {
            return Err(BundleError::format(format!("hashes the column `{column}` of type {data_type}")));
        } else {
            Kind::Category(format!("{name}="))
        };
        Ok(Hashed { input: slot, kind })
    });
    let columns = columns.collect::<Result<_, _>>()?;
    let output = stage.output("output", DataType::Vector(Some(size as usize)))?;
    Ok(Box::new(FeatureHasher { columns, output, size }))
}

impl Op for FeatureHasher {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let mut sums = Sums::take(frame);
        let mut term = String::new();
        for column in &self.columns {
            match &column.kind {
                Kind::Number(index) => {
                    if let Some(value) = frame.number(column.input) {
                        sums.add(*index, value);
                    }
                }
                Kind::Category(prefix) => {
                    if let Some(value) = to_text(frame.get(column.input)) {
                        term.clear();
                        term.push_str(prefix);
                        term.push_str(&value);
                        sums.add(murmur3::bucket(murmur3::of_text(&term, Tail::Word), self.size), 1.0);
                    }
                }
            }
        }
        sums.finish(frame, self.output, self.size as usize, Some);
        Ok(Flow::Next)
    }
}
