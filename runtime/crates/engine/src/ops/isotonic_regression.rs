//! `isotonic_regression`: Spark's `IsotonicRegressionModel`, a line through points over one feature.
//!
//! The feature is a column of numbers, or an element of a vector. Points are found by Java's binary search, which puts
//! -0.0 before 0.0 and NaN after all numbers.
//!
//! Attributes:
//!
//! - `boundaries`: list of double
//! - `predictions`: list of double
//! - `feature_index`: integer; none where the feature is a number

use std::cmp::Ordering;

use super::Op;
use crate::{
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot, Value},
    plan::{Column, StageBuilder},
};

#[derive(Debug)]
struct IsotonicRegression {
    boundaries: Vec<f64>,
    predictions: Vec<f64>,
    /// Where the features are a vector.
    feature_index: Option<usize>,
    features: Slot,
    prediction: Slot,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let boundaries = attributes.doubles("boundaries")?.to_vec();
    let predictions = attributes.doubles("predictions")?.to_vec();
    if boundaries.is_empty() || boundaries.len() != predictions.len() {
        return Err(BundleError::format(format!(
            "has {} boundaries but {} predictions",
            boundaries.len(),
            predictions.len()
        )));
    }
    let feature_index = if attributes.has("feature_index") { Some(attributes.size("feature_index")?) } else { None };
    let features = stage.input("features", feature_index.map_or(DataType::Double, |_| DataType::Vector(None)))?;
    check_features(&features, feature_index)?;
    let prediction = stage.output("prediction", DataType::Double)?;
    Ok(Box::new(IsotonicRegression { boundaries, predictions, feature_index, features: features.slot, prediction }))
}

fn check_features(features: &Column, index: Option<usize>) -> Result<(), BundleError> {
    let fits = match (&features.data_type, index) {
        (DataType::Vector(size), Some(index)) => size.is_none_or(|size| index < size),
        (data_type, None) => data_type.is_numeric(),
        _ => false,
    };
    if fits {
        return Ok(());
    }
    let what = index.map_or("a number".to_owned(), |index| format!("a vector with an element {index}"));
    Err(BundleError::format(format!("reads {what}, but the column `{}` is {}", features.name, features.data_type)))
}

impl IsotonicRegression {
    fn predict(&self, x: f64) -> f64 {
        let above = match search(&self.boundaries, x) {
            Ok(found) => return self.predictions[found],
            Err(insertion) => insertion,
        };
        if above == 0 || above == self.boundaries.len() {
            return self.predictions[above.saturating_sub(1)];
        }
        let (x1, x2) = (self.boundaries[above - 1], self.boundaries[above]);
        let (y1, y2) = (self.predictions[above - 1], self.predictions[above]);
        y1 + (y2 - y1) * (x - x1) / (x2 - x1)
    }
}

/// `java.util.Arrays.binarySearch`, step by step: which of several equal values it finds depends on its steps.
fn search(values: &[f64], key: f64) -> Result<usize, usize> {
    let (mut low, mut high) = (0, values.len());
    while low < high {
        let middle = (low + high - 1) / 2;
        match compare(values[middle], key) {
            Ordering::Less => low = middle + 1,
            Ordering::Greater => high = middle,
            Ordering::Equal => return Ok(middle),
        }
    }
    Err(low)
}

/// `Double.compare`.
fn compare(left: f64, right: f64) -> Ordering {
    match (left.is_nan(), right.is_nan()) {
        (false, false) => left.total_cmp(&right),
        (left, right) => left.cmp(&right),
    }
}

impl Op for IsotonicRegression {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let feature =
            match self.feature_index {
                None => frame.number(self.features),
                Some(index) => {
                    let vector = frame.features(self.features, None)?;
                    let value = vector.get(index);
                    Some(value.ok_or_else(|| {
                        Fault::new(format!("has {} elements, but element {index} is read", vector.len()))
                    })?)
                }
            };
        let prediction = feature.map_or(Value::Null, |x| Value::Double(self.predict(x)));
        frame.set(self.prediction, prediction);
        Ok(Flow::Next)
    }
}

#[cfg(test)]
mod tests {
    use super::search;

    #[test]
    fn search_finds_what_java_finds() {
        let values = [-1.0, 0.0, 2.0, 2.0, 2.0, 7.0];
        assert_eq!(Ok(2), search(&values, 2.0));
        assert_eq!(Err(1), search(&values, -0.0));
        assert_eq!(Err(0), search(&values, f64::NEG_INFINITY));
        assert_eq!(Err(6), search(&values, f64::NAN));
        assert_eq!(Err(5), search(&values, 3.0));
    }
}
