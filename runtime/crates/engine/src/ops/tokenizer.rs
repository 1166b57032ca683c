//! `tokenizer`: Spark's `Tokenizer`.
//!
//! Lower-cased by the JVM's locale, then Java's `split("\\s")`: ASCII white space, each character of which separates;
//! empty tokens stay but for those at the end, and an empty text is one empty token.
//!
//! Attributes: none.

use super::{
    Op,
    text::{read_text, text},
    tokens::{TokenList, tokens_type},
};
use crate::{
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot},
    java::LowerCase,
    plan::StageBuilder,
};

#[derive(Debug)]
struct Tokenizer {
    input: Slot,
    output: Slot,
    lower_case: LowerCase,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let lower_case = stage.jvm().lower_case()?;
    let input = read_text(stage)?.slot;
    let output = stage.output("output", tokens_type())?;
    Ok(Box::new(Tokenizer { input, output, lower_case }))
}

/// Java's `\s`.
fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t'..='\r')
}

impl Op for Tokenizer {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let mut list = TokenList::take(frame, self.output);
        let mut lower = String::new();
        self.lower_case.write(text(frame, self.input)?, &mut lower);
        let without_end = lower.trim_end_matches(is_space);
        if lower.is_empty() {
            list.push("");
        } else if !without_end.is_empty() {
            without_end.split(is_space).for_each(|token| list.push(token));
        }
        list.finish(frame);
        Ok(Flow::Next)
    }
}
