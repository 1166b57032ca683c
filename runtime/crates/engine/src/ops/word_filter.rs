//! `word_filter`: the `WordLengthFilter` of MLeap's Spark extension.
//!
//! Keeps words of letters only that are longer than `length`. Java looks at UTF-16 units, so that no letter beyond
//! U+FFFF is one, and a null token raises.

use regex::Regex;

use super::{
    Op,
    tokens::{TokenList, read_tokens, token, tokens, tokens_type},
};
use crate::{
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot},
    plan::StageBuilder,
};

#[derive(Debug)]
struct WordFilter {
    input: Slot,
    output: Slot,
    words: Regex,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    // A word of any length is longer than a negative one; shorter than 65536 is not worth a limit of its own.
    let shortest = stage.attributes().integer("length")?.saturating_add(1).max(0);
    let words = Regex::new(&format!(r"\A[\p{{L}}&&[\x{{0}}-\x{{FFFF}}]]{{{shortest},}}\z"))
        .map_err(|_| BundleError::limit(format!("attribute `length` is {}", shortest - 1)))?;
    let input = read_tokens(stage)?.slot;
    let output = stage.output("output", tokens_type())?;
    Ok(Box::new(WordFilter { input, output, words }))
}

impl Op for WordFilter {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let mut list = TokenList::take(frame, self.output);
        for value in tokens(frame, self.input)? {
            let token = token(value).ok_or_else(|| Fault::new("holds a null token"))?;
            if self.words.is_match(token) {
                list.push(token);
            }
        }
        list.finish(frame);
        Ok(Flow::Next)
    }
}
