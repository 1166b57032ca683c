//! What Spark's classifiers share: three output columns, and how each follows from the one before.

use super::{Op, features::read_features};
use crate::{
    bundle::Attributes,
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot, Value},
    plan::StageBuilder,
    vector::Vector,
};

/// A fitted classifier: how it gets from features to a prediction.
pub(super) trait Classify: std::fmt::Debug + Send + Sync {
    /// Writes the raw prediction, one value for each class; `scratch` is for anything that needs an array.
    fn raw(&self, features: &Vector, scratch: &mut Vec<f64>, raw: &mut [f64]) -> Result<(), Fault>;

    /// Turns a raw prediction into probabilities, in place.
    fn probability(&self, raw: &mut [f64]);

    fn thresholds(&self) -> Option<&[f64]>;

    /// The class, where Spark has a raw prediction column to start from.
    fn predict_from_raw(&self, raw: &mut [f64]) -> f64 {
        if self.thresholds().is_none() {
            return Vector::argmax(raw) as f64;
        }
        self.probability(raw);
        self.predict_from_probability(raw)
    }

    /// The class, where Spark has a probability column only.
    fn predict_from_probability(&self, probability: &[f64]) -> f64 {
        match self.thresholds() {
            None => Vector::argmax(probability) as f64,
            Some(thresholds) => argmax_scaled(probability, thresholds) as f64,
        }
    }

    /// The class, where Spark has neither column.
    fn predict_alone(&self, raw: &mut [f64]) -> f64 {
        self.predict_from_raw(raw)
    }
}

/// First class with the largest probability over threshold; 0/0 is NaN and never the largest.
fn argmax_scaled(probability: &[f64], thresholds: &[f64]) -> usize {
    let mut best = (0, f64::NEG_INFINITY);
    for (index, (probability, threshold)) in probability.iter().zip(thresholds).enumerate() {
        let scaled = probability / threshold;
        if scaled > best.1 {
            best = (index, scaled);
        }
    }
    best.0
}

/// Divides by the sum, where that is not 0: Spark's `normalizeToProbabilitiesInPlace`.
pub(super) fn normalize(values: &mut [f64]) {
    let sum: f64 = values.iter().sum();
    if sum != 0.0 {
        for value in values {
            *value /= sum;
        }
    }
}

/// The attribute `thresholds`, one for each class.
pub(super) fn read_thresholds(attributes: &Attributes, classes: usize) -> Result<Option<Vec<f64>>, BundleError> {
    let thresholds = attributes.optional_doubles("thresholds")?.map(<[f64]>::to_vec);
    match thresholds.as_ref().map(Vec::len) {
        Some(count) if count != classes => {
            Err(BundleError::format(format!("has {count} thresholds for {classes} classes")))
        }
        _ => Ok(thresholds),
    }
}

/// The attribute `num_classes`, within reason.
pub(super) fn read_classes(attributes: &Attributes) -> Result<usize, BundleError> {
    const MOST: usize = 1 << 20;
    match attributes.size("num_classes")? {
        classes @ 1..=MOST => Ok(classes),
        classes => Err(BundleError::format(format!("attribute `num_classes` is {classes}"))),
    }
}

/// A classifier between its columns.
#[derive(Debug)]
struct Classifier<M> {
    model: M,
    features: Slot,
    size: usize,
    classes: usize,
    raw_prediction: Option<Slot>,
    probability: Option<Slot>,
    prediction: Option<Slot>,
}

/// Ties a model of `size` features to the ports of its node.
pub(super) fn build_classifier<M: Classify + 'static>(
    stage: &mut StageBuilder<'_>,
    model: M,
    size: usize,
    classes: usize,
) -> Result<Box<dyn Op>, BundleError> {
    let features = read_features(stage, size)?;
    let vector = DataType::Vector(Some(classes));
    Ok(Box::new(Classifier {
        model,
        features: features.slot,
        size,
        classes,
        raw_prediction: stage.optional_output("raw_prediction", vector.clone())?,
        probability: stage.optional_output("probability", vector)?,
        prediction: stage.optional_output("prediction", DataType::Double)?,
    }))
}

impl<M: Classify> Op for Classifier<M> {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        // On an error the two buffers are lost, which costs the next row an allocation.
        let (mut values, mut scratch) = (std::mem::take(&mut frame.margins), std::mem::take(&mut frame.scratch));
        values.clear();
        values.resize(self.classes, 0.0);
        let wanted = |slot: Option<Slot>| slot.filter(|slot| frame.wants(*slot));
        let (raw_prediction, probability) = (wanted(self.raw_prediction), wanted(self.probability));
        let prediction = wanted(self.prediction);

        self.model.raw(frame.features(self.features, Some(self.size))?, &mut scratch, &mut values)?;
        if let Some(slot) = raw_prediction {
            write(frame, slot, &values);
        }
        if let Some(slot) = prediction {
            scratch.clear();
            scratch.extend_from_slice(&values);
            let class = match (self.raw_prediction, self.probability) {
                (Some(_), _) => self.model.predict_from_raw(&mut scratch),
                (None, Some(_)) => {
                    self.model.probability(&mut scratch);
                    self.model.predict_from_probability(&scratch)
                }
                (None, None) => self.model.predict_alone(&mut scratch),
            };
            frame.set(slot, Value::Double(class));
        }
        if let Some(slot) = probability {
            self.model.probability(&mut values);
            write(frame, slot, &values);
        }
        frame.margins = values;
        frame.scratch = scratch;
        Ok(Flow::Next)
    }
}

fn write(frame: &mut Frame, slot: Slot, values: &[f64]) {
    let mut vector = frame.take_vector(slot);
    vector.start_dense(values.len()).copy_from_slice(values);
    frame.set(slot, Value::Vector(vector));
}

#[cfg(test)]
mod tests {
    use super::{argmax_scaled, normalize};

    #[test]
    fn a_zero_threshold_wins_only_with_a_probability() {
        assert_eq!(1, argmax_scaled(&[0.9, 0.1], &[0.5, 0.0]));
        assert_eq!(0, argmax_scaled(&[1.0, 0.0], &[0.5, 0.0]));
    }

    #[test]
    fn a_sum_of_zero_is_left_alone() {
        let mut values = [0.0, 0.0];
        normalize(&mut values);
        assert_eq!([0.0, 0.0], values);
    }
}
