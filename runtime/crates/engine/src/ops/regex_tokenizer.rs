//! `regex_tokenizer`: Spark's `RegexTokenizer`.
//!
//! The pattern is what separates tokens (`match_gaps`) or what they are, in Java's syntax. Their length counts UTF-16
//! units, as the JVM does.
//!
//! Refused when the bundle is loaded, with the construct and its position: what needs backtracking (back references,
//! groups that look around, atomic groups, possessive quantifiers), loops around what may match nothing, flags such as
//! `(?i)`, the escapes `\B`, `\G`, `\R`, `\X`, `\N`, `\Q`, octal and control characters, halves of surrogate pairs, and
//! properties of blocks or of what a newer Unicode may assign. A text on which Java and this version might disagree
//! (marks beside `\b`, a line break before `$`) raises.
//!
//! Attributes:
//!
//! - `regex`: string
//! - `match_gaps`: boolean
//! - `token_min_length`: integer
//! - `lowercase_text`: boolean

use super::{
    Op,
    text::{read_text, text},
    tokens::{TokenList, tokens_type},
};
use crate::{
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot},
    java::{JavaRegex, LowerCase},
    plan::StageBuilder,
};

#[derive(Debug)]
struct RegexTokenizer {
    input: Slot,
    output: Slot,
    regex: JavaRegex,
    match_gaps: bool,
    shortest: usize,
    lower_case: Option<LowerCase>,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let regex = stage.regex(attributes.string("regex")?)?;
    let match_gaps = attributes.boolean("match_gaps")?;
    let shortest = attributes.size("token_min_length")?;
    let lower_case = if attributes.boolean("lowercase_text")? { Some(stage.jvm().lower_case()?) } else { None };
    let input = read_text(stage)?.slot;
    let output = stage.output("output", tokens_type())?;
    Ok(Box::new(RegexTokenizer { input, output, regex, match_gaps, shortest, lower_case }))
}

/// Whether a text has at least so many UTF-16 units.
fn is_as_long(text: &str, shortest: usize) -> bool {
    shortest == 0 || text.encode_utf16().nth(shortest - 1).is_some()
}

impl Op for RegexTokenizer {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let mut list = TokenList::take(frame, self.output);
        let mut text = text(frame, self.input)?;
        let mut lower = String::new();
        if let Some(lower_case) = &self.lower_case {
            lower_case.write(text, &mut lower);
            text = &lower;
        }
        let take = |token: &str| {
            if is_as_long(token, self.shortest) {
                list.push(token);
            }
        };
        if self.match_gaps {
            self.regex.split(text, take)?;
        } else {
            self.regex.find_each(text, take)?;
        }
        list.finish(frame);
        Ok(Flow::Next)
    }
}
