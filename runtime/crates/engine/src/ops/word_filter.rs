//! `word_filter`: the `WordLengthFilter` of MLeap's Spark extension.
//!
//! Keeps words of letters only that are longer than `length`. Java looks at UTF-16 units, so that no letter beyond
//! U+FFFF is one, and a null token raises.
//!
//! Attributes:
//!
//! - `length`: integer

use std::sync::LazyLock;

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
    /// What a word must be longer than.
    length: i64,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let length = stage.attributes().integer("length")?;
    let input = read_tokens(stage)?.slot;
    let output = stage.output("output", tokens_type())?;
    Ok(Box::new(WordFilter { input, output, length }))
}

/// Each of these letters is one UTF-16 unit.
static LETTERS: LazyLock<Result<Regex, regex::Error>> = LazyLock::new(|| Regex::new(r"\A[\p{L}&&[\x{0}-\x{FFFF}]]*\z"));

fn is_word(token: &str) -> bool {
    LETTERS.as_ref().is_ok_and(|letters| letters.is_match(token))
}

impl Op for WordFilter {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let mut list = TokenList::take(frame, self.output);
        for value in tokens(frame, self.input)? {
            let token = token(value).ok_or_else(|| Fault::new("holds a null token"))?;
            if is_word(token) && token.chars().count() as i64 > self.length {
                list.push(token);
            }
        }
        list.finish(frame);
        Ok(Flow::Next)
    }
}
