//! `standard_scaler`: Spark's `StandardScalerModel`.
//!
//! With a mean the result is dense; with the deviation alone it keeps its form. A deviation of 0 scales by 0, so
//! that NaN stays NaN (MLeap's runtime writes 0).

use super::Op;
use crate::{
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot, Value},
    plan::StageBuilder,
};

#[derive(Debug)]
struct StandardScaler {
    input: Slot,
    output: Slot,
    /// `None` where neither parameter nor declaration tells: Spark then passes any vector through.
    size: Option<usize>,
    mean: Option<Vec<f64>>,
    scale: Option<Vec<f64>>,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let mean = attributes.optional_vector("mean")?.map(<[f64]>::to_vec);
    let reciprocal = |std: &f64| if *std == 0.0 { 0.0 } else { 1.0 / std };
    let scale = attributes.optional_vector("std")?.map(|std| std.iter().map(reciprocal).collect::<Vec<_>>());
    let inferred = match (&mean, &scale) {
        (Some(mean), Some(scale)) if mean.len() != scale.len() => {
            return Err(BundleError::format(format!("has {} means but {} deviations", mean.len(), scale.len())));
        }
        (Some(values), _) | (None, Some(values)) => Some(values.len()),
        (None, None) => None,
    };
    let input = stage.input("input", DataType::Vector(inferred))?;
    let DataType::Vector(declared) = input.data_type else {
        return Err(BundleError::format(format!("scales the column `{}` of type {}", input.name, input.data_type)));
    };
    let size = inferred.or(declared);
    let output = stage.output("output", DataType::Vector(size))?;
    Ok(Box::new(StandardScaler { input: input.slot, output, size, mean, scale }))
}

impl Op for StandardScaler {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let mut scaled = frame.take_vector(self.output);
        let vector = frame.features(self.input, self.size)?;
        scaled.copy_from(vector);
        if self.mean.is_some() {
            scaled.make_dense();
        }
        match (&self.mean, &self.scale) {
            (Some(mean), Some(scale)) => {
                for ((value, mean), scale) in scaled.values_mut().iter_mut().zip(mean).zip(scale) {
                    *value = (*value - mean) * scale;
                }
            }
            (Some(mean), None) => {
                for (value, mean) in scaled.values_mut().iter_mut().zip(mean) {
                    *value -= mean;
                }
            }
            (None, Some(scale)) => scaled.scale_by(scale),
            (None, None) => {}
        }
        frame.set(self.output, Value::Vector(scaled));
        Ok(Flow::Next)
    }
}
