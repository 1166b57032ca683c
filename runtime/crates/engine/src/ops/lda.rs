//! `lda_local_model_op`: Spark's `LocalLDAModel`, the share that each topic has in a document.
//!
//! The inference starts from random numbers, the same for every document and every model: Spark hands the generator the
//! seed that the model has while it is made, which is the default one, whatever seed it was fitted with. MLeap's runtime
//! takes 0, so that its shares equal Spark's to about four digits.
//!
//! Attributes:
//!
//! - `vocabSize`: integer
//! - `topicMatrix`: matrix of double
//! - `docConcentration`: list of double

use super::{Op, features::read_features, mersenne_twister::MersenneTwister, special_functions::digamma};
use crate::{
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot, Value},
    plan::StageBuilder,
    vector::Vector,
};

/// The default of every `LocalLDAModel`: the hash of its class's name.
const SEED: i64 = 1_421_925_485;
/// The shape of the gamma distribution to start from; Spark ML knows no other.
const GAMMA_SHAPE: f64 = 100.0;
/// Spark stops where a step changes less.
const CONVERGED: f64 = 1e-3;
/// Far beyond what inference takes; Spark would go on.
const MOST_STEPS: usize = 100_000;

#[derive(Debug)]
struct Lda {
    /// Term by term, how much each topic expects of it.
    terms: Vec<f64>,
    prior: Vec<f64>,
    start: Vec<f64>,
    features: Slot,
    vocabulary: usize,
    output: Slot,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let (vocabulary, topics, matrix) = attributes.matrix("topicMatrix")?;
    let prior = attributes.doubles("docConcentration")?.to_vec();
    if vocabulary != attributes.size("vocabSize")? || prior.len() != topics || topics == 0 {
        return Err(BundleError::format(format!(
            "has {vocabulary} terms in {topics} topics and a prior of {} topics",
            prior.len()
        )));
    }
    if matrix.iter().chain(&prior).any(|value| *value < 0.0) {
        return Err(BundleError::format("has a negative topic or prior"));
    }
    let mut random = MersenneTwister::new(SEED);
    let start = (0..topics).map(|_| random.next_gamma(GAMMA_SHAPE, 1.0 / GAMMA_SHAPE)).collect();
    let mut terms = vec![0.0; matrix.len()];
    for (topic, column) in matrix.chunks_exact(vocabulary.max(1)).enumerate() {
        let total = digamma(column.iter().sum());
        for (term, value) in column.iter().enumerate() {
            terms[term * topics + topic] = (digamma(*value) - total).exp();
        }
    }
    let features = read_features(stage, vocabulary)?.slot;
    let output = stage.output("prediction", DataType::Vector(Some(topics)))?;
    Ok(Box::new(Lda { terms, prior, start, features, vocabulary, output }))
}

impl Lda {
    /// Spark's `variationalTopicInference`: `topics` ends as the parameters of the topics' distribution.
    fn infer(&self, counts: &Vector, topics: &mut [f64], scratch: &mut Vec<f64>) -> Result<(), Fault> {
        let size = topics.len();
        topics.copy_from_slice(&self.start);
        scratch.clear();
        scratch.resize(2 * size, 0.0);
        let (weights, sums) = scratch.split_at_mut(size);
        for _ in 0..MOST_STEPS {
            expectation(topics, weights);
            sums.fill(0.0);
            for (term, count) in counts.active() {
                let term = &self.terms[term * size..(term + 1) * size];
                let norm: f64 = term.iter().zip(&*weights).map(|(term, weight)| term * weight).sum();
                let share = count / (norm + 1e-100);
                sums.iter_mut().zip(term).for_each(|(sum, term)| *sum += term * share);
            }
            let mut change = 0.0;
            for (((topic, weight), sum), prior) in topics.iter_mut().zip(&*weights).zip(&*sums).zip(&self.prior) {
                let next = weight * sum + prior;
                change += (next - *topic).abs();
                *topic = next;
            }
            if change.is_nan() || change / size as f64 <= CONVERGED {
                return Ok(());
            }
        }
        Err(Fault::new("is a document whose topics do not converge"))
    }
}

/// The exponential of Spark's `dirichletExpectation`.
fn expectation(topics: &[f64], weights: &mut [f64]) {
    let total = digamma(topics.iter().sum());
    for (weight, topic) in weights.iter_mut().zip(topics) {
        *weight = (digamma(*topic) - total).exp();
    }
}

impl Op for Lda {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        // On an error the buffers are lost, which costs the next row an allocation.
        let (mut scratch, mut output) = (std::mem::take(&mut frame.scratch), frame.take_vector(self.output));
        let counts = frame.features(self.features, Some(self.vocabulary))?;
        let topics = output.start_dense(self.prior.len());
        if counts.values().iter().any(|count| *count < 0.0) {
            return Err(Fault::new("holds a negative count of a term, for which Spark comes to no end"));
        }
        // An empty document has a share in no topic.
        if counts.values().iter().any(|count| *count != 0.0) {
            self.infer(counts, topics, &mut scratch)?;
            let sum: f64 = topics.iter().map(|topic| topic.abs()).sum();
            for topic in topics {
                *topic /= sum;
            }
        }
        frame.set(self.output, Value::Vector(output));
        frame.scratch = scratch;
        Ok(Flow::Next)
    }
}
