//! `word_to_vector`: Spark's `Word2VecModel`.
//!
//! The mean of the vectors of all tokens, of which unknown and null ones count as zeros. Dense, but for no tokens at
//! all, which give an empty sparse vector.
//!
//! Attributes:
//!
//! - `words`: list of string
//! - `indices`: list of integer, default the order of the words
//! - `word_vectors`: tensor or list of double
//! - `kernel`: string, `default` (default) or `sqrt`, which Spark has not

use super::{
    Op,
    text::ByText,
    tokens::{read_tokens, token, tokens},
};
use crate::{
    bundle::Attributes,
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot, Value},
    plan::StageBuilder,
};

#[derive(Debug)]
struct WordToVector {
    input: Slot,
    output: Slot,
    vectors: WordVectors,
    kernel: Kernel,
}

#[derive(Debug)]
struct WordVectors {
    /// Where the vector of a word starts.
    starts: ByText<usize>,
    values: Vec<f64>,
    size: usize,
}

/// What the sum of a row's vectors is divided by.
#[derive(Debug, Clone, Copy)]
enum Kernel {
    Count,
    /// Its length; MLeap's own, Spark has none.
    Norm,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let vectors = WordVectors::read(attributes)?;
    let kernel = match attributes.optional_string("kernel")? {
        None | Some("default") => Kernel::Count,
        Some("sqrt") => Kernel::Norm,
        Some(other) => {
            return Err(BundleError::unsupported(format!("attribute `kernel` is `{}`", other.escape_default()))
                .in_attribute("kernel"));
        }
    };
    let input = read_tokens(stage)?.slot;
    let output = stage.output("output", DataType::Vector(Some(vectors.size)))?;
    Ok(Box::new(WordToVector { input, output, vectors, kernel }))
}

impl WordVectors {
    fn read(attributes: &Attributes) -> Result<Self, BundleError> {
        let words = attributes.strings("words")?;
        let indices =
            if attributes.has("indices") { attributes.integers("indices")? } else { (0..words.len() as i64).collect() };
        let values = match attributes.optional_vector("word_vectors") {
            Ok(Some(values)) => values.to_vec(),
            _ => attributes.doubles("word_vectors")?.to_vec(),
        };
        if words.is_empty() || indices.len() != words.len() || values.len() % words.len() != 0 {
            return Err(BundleError::format(format!(
                "has {} words, {} indices and {} numbers in their vectors",
                words.len(),
                indices.len(),
                values.len()
            )));
        }
        let size = values.len() / words.len();
        let starts = words.iter().zip(indices).map(|(word, index)| match usize::try_from(index) {
            Ok(index) if index < words.len() => Ok((word.clone(), index * size)),
            _ => Err(BundleError::format(format!("a word has the index {index} of {} vectors", words.len()))),
        });
        Ok(Self { starts: starts.collect::<Result<_, _>>()?, values, size })
    }

    fn get(&self, word: &str) -> Option<&[f64]> {
        self.values.get(*self.starts.get(word)?..)
    }
}

impl Op for WordToVector {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let mut mean = frame.take_vector(self.output);
        let tokens = tokens(frame, self.input)?;
        if tokens.is_empty() {
            mean.start_sparse(self.vectors.size);
        } else {
            let sum = mean.start_dense(self.vectors.size);
            for vector in tokens.iter().filter_map(|value| self.vectors.get(token(value)?)) {
                for (sum, value) in sum.iter_mut().zip(vector) {
                    *sum += value;
                }
            }
            let divisor = match self.kernel {
                Kernel::Count => tokens.len() as f64,
                Kernel::Norm => sum.iter().map(|value| value * value).sum::<f64>().sqrt(),
            };
            for value in sum {
                *value *= 1.0 / divisor;
            }
        }
        frame.set(self.output, Value::Vector(mean));
        Ok(Flow::Next)
    }
}
