//! `count_vectorizer`: Spark's `CountVectorizerModel`.
//!
//! Tokens in the vocabulary are counted, unless there are fewer than `min_tf`, which below 1 is a share of all tokens,
//! unknown and null ones included. Always sparse.
//!
//! Attributes:
//!
//! - `vocabulary`: list of string
//! - `binary`: boolean
//! - `min_tf`: double

use super::{
    Op,
    sums::Sums,
    text::ByText,
    tokens::{read_tokens, token, tokens},
};
use crate::{
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot},
    plan::StageBuilder,
};

#[derive(Debug)]
struct CountVectorizer {
    input: Slot,
    output: Slot,
    vocabulary: ByText<usize>,
    binary: bool,
    min_tf: f64,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let words = attributes.strings("vocabulary")?;
    let vocabulary: ByText<_> = words.iter().enumerate().map(|(index, word)| (word.clone(), index)).collect();
    if vocabulary.len() != words.len() {
        // Spark's vectors would be too short for their indices.
        return Err(BundleError::attribute("vocabulary", "has a word twice"));
    }
    let (binary, min_tf) = (attributes.boolean("binary")?, attributes.double("min_tf")?);
    let input = read_tokens(stage)?.slot;
    let output = stage.output("output", DataType::Vector(Some(vocabulary.len())))?;
    Ok(Box::new(CountVectorizer { input, output, vocabulary, binary, min_tf }))
}

impl Op for CountVectorizer {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let mut sums = Sums::take(frame);
        let tokens = tokens(frame, self.input)?;
        for token in tokens.iter().filter_map(token) {
            if let Some(index) = self.vocabulary.get(token) {
                sums.add(*index, 1.0);
            }
        }
        let least = if self.min_tf >= 1.0 { self.min_tf } else { tokens.len() as f64 * self.min_tf };
        let value = |count: f64| if self.binary { 1.0 } else { count };
        let keep = |count| (count >= least).then(|| value(count));
        sums.finish(frame, self.output, self.vocabulary.len(), keep);
        Ok(Flow::Next)
    }
}
