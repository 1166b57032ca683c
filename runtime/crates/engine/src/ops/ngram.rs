//! `ngram`: Spark's `NGram`.
//!
//! Each `n` tokens in a row, joined with a space; none where there are fewer. A null token prints as `null`.
//!
//! Attributes:
//!
//! - `n`: integer, above 0

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
struct NGram {
    input: Slot,
    output: Slot,
    n: usize,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let n = stage.attributes().size("n")?;
    if n == 0 {
        return Err(BundleError::attribute("n", "is 0"));
    }
    let input = read_tokens(stage)?.slot;
    let output = stage.output("output", tokens_type())?;
    Ok(Box::new(NGram { input, output, n }))
}

impl Op for NGram {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let mut list = TokenList::take(frame, self.output);
        for window in tokens(frame, self.input)?.windows(self.n) {
            list.push_with(|text| {
                for (position, value) in window.iter().enumerate() {
                    if position > 0 {
                        text.push(' ');
                    }
                    text.push_str(token(value).unwrap_or("null"));
                }
            });
        }
        list.finish(frame);
        Ok(Flow::Next)
    }
}
