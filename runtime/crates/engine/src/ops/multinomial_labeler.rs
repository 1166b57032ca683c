//! `multinomial_labeler`: the `MultinomialLabeler` of MLeap's Spark extension.
//!
//! The probabilities that reach the threshold, in the order of their classes, and the labels of those classes.
//!
//! Attributes:
//!
//! - `threshold`: double
//! - `labels`: list of string

use super::{
    Op,
    features::read_features,
    tokens::{TokenList, tokens_type},
};
use crate::{
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot, Value},
    plan::StageBuilder,
};

#[derive(Debug)]
struct MultinomialLabeler {
    features: Slot,
    probabilities: Slot,
    labels: Slot,
    names: Vec<String>,
    threshold: f64,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let threshold = attributes.double("threshold")?;
    let names = attributes.strings("labels")?.to_vec();
    let features = read_features(stage, names.len())?.slot;
    let probabilities = stage.output("probabilities", DataType::List(Box::new(DataType::Double)))?;
    let labels = stage.output("labels", tokens_type())?;
    Ok(Box::new(MultinomialLabeler { features, probabilities, labels, names, threshold }))
}

impl Op for MultinomialLabeler {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let mut scratch = std::mem::take(&mut frame.scratch);
        frame.features(self.features, Some(self.names.len()))?.write_dense(&mut scratch);
        let mut probabilities = frame.take_list(self.probabilities);
        let mut labels = TokenList::take(frame, self.labels);
        probabilities.clear();
        for (probability, name) in scratch.iter().zip(&self.names) {
            if *probability >= self.threshold {
                probabilities.push(Value::Double(*probability));
                labels.push(name);
            }
        }
        frame.set(self.probabilities, Value::List(probabilities));
        labels.finish(frame);
        frame.scratch = scratch;
        Ok(Flow::Next)
    }
}
