//! `one_vs_rest`: Spark's `OneVsRestModel`, one binary classifier for each class, and that of MLeap's Spark extension.
//!
//! Spark takes the class whose classifier has the largest raw prediction for "yes". Where all of them are NaN or -∞
//! it finds no class and answers -1. MLeap's runtime compares probabilities, or 0/1 predictions where there are none.
//!
//! The extension's class, which the port `probability` tells, takes the largest probability, or raw prediction where
//! its classifiers have no probabilities. `probability` is that number. NaN counts as the largest.
//!
//! Attributes:
//!
//! - `num_features`: integer, default what the classifiers take
//! - `num_classes`: integer

use super::{
    Op,
    classifier::{FittedClassifier, ReadClassifier, read_classes},
    decision_tree_classifier,
    features::read_features,
    fm_classifier, gbt_classifier, linear_svc, logistic_regression, multi_layer_perceptron_classifier, naive_bayes,
    random_forest_classifier,
};
use crate::{
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot},
    plan::{ModelReader, StageBuilder},
};

#[derive(Debug)]
struct OneVsRest {
    classifiers: Vec<FittedClassifier>,
    features: Slot,
    size: usize,
    raw_prediction: Option<Slot>,
    /// The extension's.
    probability: Option<Slot>,
    prediction: Option<Slot>,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let classes = read_classes(attributes)?;
    // The extension does not write it.
    let mut size = if attributes.has("num_features") { Some(attributes.size("num_features")?) } else { None };
    let mut classifiers = Vec::new();
    for class in 0..classes {
        let classifier = stage.model().inner(&format!("model{class}"), |model| read_binary(model, size))?;
        size = Some(classifier.size);
        classifiers.push(classifier);
    }
    let size = size.unwrap_or_default();
    Ok(Box::new(OneVsRest {
        classifiers,
        features: read_features(stage, size)?.slot,
        size,
        raw_prediction: stage.optional_output("raw_prediction", DataType::Vector(Some(classes)))?,
        probability: stage.optional_output("probability", DataType::Double)?,
        prediction: stage.optional_output("prediction", DataType::Double)?,
    }))
}

fn reader(op: &str) -> Option<ReadClassifier> {
    Some(match op {
        "decision_tree_classifier" => decision_tree_classifier::read,
        "gbt_classifier" => gbt_classifier::read,
        "linear_svc" | "support_vector_machine" => linear_svc::read,
        "logistic_regression" => logistic_regression::read,
        "multi_layer_perceptron_classifier" => multi_layer_perceptron_classifier::read,
        "naive_bayes" => naive_bayes::read,
        "random_forest_classifier" => random_forest_classifier::read,
        "saltus.fm_classifier" => fm_classifier::read,
        _ => return None,
    })
}

/// The classifier that tells one class from the rest, by as many features as its sisters.
fn read_binary(model: &mut ModelReader<'_>, size: Option<usize>) -> Result<FittedClassifier, BundleError> {
    let read = reader(model.op()).ok_or_else(|| {
        BundleError::unsupported(format!(
            "the op `{}` is no classifier that is scored here",
            model.op().escape_default()
        ))
    })?;
    let fitted = read(model)?;
    let size = size.unwrap_or(fitted.size);
    if (fitted.classes, fitted.size) != (2, size) {
        return Err(BundleError::format(format!(
            "tells {} classes apart by {} features, expected are 2 and {size}",
            fitted.classes, fitted.size
        )));
    }
    Ok(fitted)
}

impl Op for OneVsRest {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        // On an error the two buffers are lost, which costs the next row an allocation.
        let (mut margins, mut scratch) = (std::mem::take(&mut frame.margins), std::mem::take(&mut frame.scratch));
        margins.clear();
        let features = frame.features(self.features, Some(self.size))?;
        let mut winner: Option<(usize, f64)> = None;
        for (class, classifier) in self.classifiers.iter().enumerate() {
            let mut raw = [0.0; 2];
            classifier.model.raw(features, &mut scratch, &mut raw)?;
            margins.push(raw[1]);
            if self.probability.is_some() {
                classifier.model.probability(&mut raw);
                if winner.is_none_or(|(_, largest)| exceeds(raw[1], largest)) {
                    winner = Some((class, raw[1]));
                }
            }
        }
        if let Some(slot) = self.raw_prediction {
            frame.set_dense(slot, &margins);
        }
        if let (Some(slot), Some((_, probability))) = (self.probability, winner) {
            frame.put(slot, probability);
        }
        if let Some(slot) = self.prediction {
            let class = winner.map_or_else(|| class_of(&margins), |(class, _)| class as f64);
            frame.put(slot, class);
        }
        frame.margins = margins;
        frame.scratch = scratch;
        Ok(Flow::Next)
    }
}

/// Spark's `array_argmax`: the first largest that exceeds -∞, or -1; NaN exceeds nothing.
fn class_of(margins: &[f64]) -> f64 {
    let mut best = (-1.0, f64::NEG_INFINITY);
    for (class, margin) in margins.iter().enumerate() {
        if *margin > best.1 {
            best = (class as f64, *margin);
        }
    }
    best.0
}

/// By Java's order of doubles, in which NaN is the largest and 0.0 above -0.0.
fn exceeds(left: f64, right: f64) -> bool {
    let one_nan = |value: f64| if value.is_nan() { f64::NAN } else { value };
    one_nan(left).total_cmp(&one_nan(right)).is_gt()
}

#[cfg(test)]
mod tests {
    use super::{class_of, exceeds};

    #[test]
    fn nan_exceeds_all_but_itself() {
        assert!(exceeds(-f64::NAN, f64::INFINITY));
        assert!(!exceeds(f64::NAN, -f64::NAN));
        assert!(exceeds(0.0, -0.0));
        assert!(!exceeds(0.5, 0.5));
    }

    #[test]
    fn the_class_is_the_one_spark_finds() {
        // What Spark 4.1.4's array_argmax gives.
        const INF: f64 = f64::INFINITY;
        const NAN: f64 = f64::NAN;
        for (expected, margins) in [
            (1.0, [NAN, 1.0, 0.5]),
            (2.0, [1.0, NAN, 2.0]),
            (-1.0, [-INF, -INF, NAN]),
            (-1.0, [NAN, NAN, NAN]),
            (0.0, [-0.0, 0.0, 0.0]),
            (0.0, [f64::MIN, -INF, -INF]),
            (0.0, [INF, INF, 1.0]),
        ] {
            assert_eq!(expected, class_of(&margins), "{margins:?}");
        }
    }
}
