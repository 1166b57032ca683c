//! What Spark's classifiers share: three output columns, and how each follows from the one before.

use super::{
    Op,
    features::read_features,
    leaf::{Trees, leaf_output, set_leaf},
};
use crate::{
    bundle::Attributes,
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot},
    plan::{ModelReader, StageBuilder},
    vector::Vector,
};

/// A fitted classifier: how it gets from features to a prediction.
pub(super) trait Classify: std::fmt::Debug + Send + Sync {
    /// Writes the raw prediction, one value for each class; `scratch` is for anything that needs an array.
    fn raw(&self, features: &Vector, scratch: &mut Vec<f64>, raw: &mut [f64]) -> Result<(), Fault>;

    /// Turns a raw prediction into probabilities, in place.
    fn probability(&self, raw: &mut [f64]);

    fn thresholds(&self) -> Option<&[f64]>;

    fn trees(&self) -> Trees<'_> {
        Trees::None
    }

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
pub(super) fn argmax_scaled(probability: &[f64], thresholds: &[f64]) -> usize {
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

/// Spark's softmax: shifted by the largest value, whatever its sign.
pub(super) fn softmax(values: &mut [f64]) {
    let largest = values.iter().copied().fold(f64::MIN, |largest, value| if value > largest { value } else { largest });
    let mut sum = 0.0;
    for value in values.iter_mut() {
        *value = (*value - largest).exp();
        sum += *value;
    }
    for value in values {
        *value *= 1.0 / sum;
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
        classes => Err(BundleError::attribute("num_classes", format!("is {classes}"))),
    }
}

/// A classifier as its model's folder gives it, with the sizes of what it reads and writes.
#[derive(Debug)]
pub(super) struct FittedClassifier {
    pub(super) model: Box<dyn Classify>,
    pub(super) size: usize,
    pub(super) classes: usize,
}

impl FittedClassifier {
    pub(super) fn new(model: impl Classify + 'static, size: usize, classes: usize) -> Self {
        Self { model: Box::new(model), size, classes }
    }
}

/// Reads a classifier, whether it is a stage or part of another model.
pub(super) type ReadClassifier = fn(&mut ModelReader<'_>) -> Result<FittedClassifier, BundleError>;

/// A classifier between its columns.
#[derive(Debug)]
struct Classifier {
    fitted: FittedClassifier,
    features: Slot,
    raw_prediction: Option<Slot>,
    probability: Option<Slot>,
    prediction: Option<Slot>,
    leaf: Option<Slot>,
}

/// Ties a classifier to the ports of its node.
pub(super) fn build_classifier(stage: &mut StageBuilder<'_>, read: ReadClassifier) -> Result<Box<dyn Op>, BundleError> {
    let fitted = read(stage.model())?;
    let features = read_features(stage, fitted.size)?.slot;
    let vector = DataType::Vector(Some(fitted.classes));
    let raw_prediction = stage.optional_output("raw_prediction", vector.clone())?;
    let probability = stage.optional_output("probability", vector)?;
    let prediction = stage.optional_output("prediction", DataType::Double)?;
    let leaf = leaf_output(stage, &fitted.model.trees())?;
    Ok(Box::new(Classifier { fitted, features, raw_prediction, probability, prediction, leaf }))
}

impl Op for Classifier {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let FittedClassifier { model, size, classes } = &self.fitted;
        // On an error the two buffers are lost, which costs the next row an allocation.
        let (mut values, mut scratch) = (std::mem::take(&mut frame.margins), std::mem::take(&mut frame.scratch));
        values.clear();
        values.resize(*classes, 0.0);
        let wanted = |slot: Option<Slot>| slot.filter(|slot| frame.wants(*slot));
        let (raw_prediction, probability) = (wanted(self.raw_prediction), wanted(self.probability));
        let prediction = wanted(self.prediction);

        model.raw(frame.features(self.features, Some(*size))?, &mut scratch, &mut values)?;
        if let Some(slot) = raw_prediction {
            frame.set_dense(slot, &values);
        }
        if let Some(slot) = prediction {
            scratch.clear();
            scratch.extend_from_slice(&values);
            let class = match (self.raw_prediction, self.probability) {
                (Some(_), _) => model.predict_from_raw(&mut scratch),
                (None, Some(_)) => {
                    model.probability(&mut scratch);
                    model.predict_from_probability(&scratch)
                }
                (None, None) => model.predict_alone(&mut scratch),
            };
            frame.put(slot, class);
        }
        if let Some(slot) = probability {
            model.probability(&mut values);
            frame.set_dense(slot, &values);
        }
        if let Some(slot) = self.leaf {
            set_leaf(frame, slot, &model.trees(), self.features, &mut scratch);
        }
        frame.margins = values;
        frame.scratch = scratch;
        Ok(Flow::Next)
    }
}

#[cfg(test)]
mod tests {
    use super::{argmax_scaled, normalize, softmax};

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

    #[test]
    fn softmax_holds_for_large_negative_margins() {
        let mut values = [-800.0, -800.0];
        softmax(&mut values);
        assert_eq!([0.5, 0.5], values);
    }
}
