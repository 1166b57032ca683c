//! `regex_indexer`: MLeap's own, Spark has no such stage.
//!
//! The index of the first pattern that occurs in the text, else the default; without one the row raises.
//!
//! Attributes:
//!
//! - `regexes`: list of string
//! - `indices`: list of integer
//! - `default_value`: integer; default none

use super::{
    Op,
    text::{read_text, text},
};
use crate::{
    data_type::DataType,
    error::{BundleError, Fault},
    excerpt::excerpt,
    frame::{Flow, Frame, Slot, Value},
    java::JavaRegex,
    plan::StageBuilder,
};

#[derive(Debug)]
struct RegexIndexer {
    input: Slot,
    output: Slot,
    patterns: Vec<(JavaRegex, i32)>,
    default: Option<i32>,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let (regexes, indices) = (attributes.strings("regexes")?, attributes.integers("indices")?);
    if regexes.len() != indices.len() {
        return Err(BundleError::format(format!("has {} patterns and {} indices", regexes.len(), indices.len())));
    }
    let patterns = regexes.iter().zip(indices).map(|(regex, index)| Ok((stage.regex(regex)?, read_index(index)?)));
    let patterns = patterns.collect::<Result<_, BundleError>>()?;
    let default = attributes.optional_integer("default_value")?.map(read_index).transpose()?;
    let input = read_text(stage)?.slot;
    let output = stage.output("output", DataType::Int)?;
    Ok(Box::new(RegexIndexer { input, output, patterns, default }))
}

fn read_index(index: i64) -> Result<i32, BundleError> {
    i32::try_from(index).map_err(|_| BundleError::format(format!("has the index {index}, which is no int")))
}

impl Op for RegexIndexer {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let text = text(frame, self.input)?;
        let mut index = self.default;
        for (regex, found) in &self.patterns {
            if regex.is_in(text)? {
                index = Some(*found);
                break;
            }
        }
        let index =
            index.ok_or_else(|| Fault::new(format!("holds {:?}, which no pattern occurs in", excerpt(text))))?;
        frame.set(self.output, Value::Int(index));
        Ok(Flow::Next)
    }
}
