//! `one_vs_rest`: Spark's `OneVsRestModel`, one binary classifier for each class.
//!
//! Spark takes the class whose classifier has the largest raw prediction for "yes". Where all of them are NaN or -∞
//! it finds no class and answers -1. MLeap's runtime compares probabilities, or 0/1 predictions where there are none.

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
    frame::{Flow, Frame, Slot, Value},
    plan::{ModelReader, StageBuilder},
};

#[derive(Debug)]
struct OneVsRest {
    classifiers: Vec<FittedClassifier>,
    features: Slot,
    size: usize,
    raw_prediction: Option<Slot>,
    prediction: Option<Slot>,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let (classes, size) = (read_classes(attributes)?, attributes.size("num_features")?);
    let classifiers =
        (0..classes).map(|class| stage.model().inner(&format!("model{class}"), |model| read_binary(model, size)));
    let classifiers = classifiers.collect::<Result<_, _>>()?;
    if stage.has_output("probability") {
        return Err(BundleError::unsupported(
            "has the port `probability`, which only MLeap's own OneVsRest writes: use Spark's",
        ));
    }
    Ok(Box::new(OneVsRest {
        classifiers,
        features: read_features(stage, size)?.slot,
        size,
        raw_prediction: stage.optional_output("raw_prediction", DataType::Vector(Some(classes)))?,
        prediction: stage.optional_output("prediction", DataType::Double)?,
    }))
}

fn reader(op: &str) -> Option<ReadClassifier> {
    Some(match op {
        "decision_tree_classifier" => decision_tree_classifier::read,
        "gbt_classifier" => gbt_classifier::read,
        "linear_svc" => linear_svc::read,
        "logistic_regression" => logistic_regression::read,
        "multi_layer_perceptron_classifier" => multi_layer_perceptron_classifier::read,
        "naive_bayes" => naive_bayes::read,
        "random_forest_classifier" => random_forest_classifier::read,
        "saltus.fm_classifier" => fm_classifier::read,
        _ => return None,
    })
}

/// The classifier that tells one class from the rest.
fn read_binary(model: &mut ModelReader<'_>, size: usize) -> Result<FittedClassifier, BundleError> {
    let read = reader(model.op()).ok_or_else(|| {
        BundleError::unsupported(format!(
            "the op `{}` is no classifier that is scored here",
            model.op().escape_default()
        ))
    })?;
    let fitted = read(model)?;
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
        for classifier in &self.classifiers {
            let mut raw = [0.0; 2];
            classifier.model.raw(features, &mut scratch, &mut raw)?;
            margins.push(raw[1]);
        }
        if let Some(slot) = self.raw_prediction {
            frame.set_dense(slot, &margins);
        }
        if let Some(slot) = self.prediction {
            frame.set(slot, Value::Double(class_of(&margins)));
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

#[cfg(test)]
mod tests {
    use super::class_of;

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
