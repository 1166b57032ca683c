//! `standard_scaler`: Spark's `StandardScalerModel`.
//!
//! With a mean the result is dense; with the deviation alone it keeps its form. A deviation of 0 scales by 0, so
//! that NaN stays NaN (MLeap's runtime writes 0).
//!
//! Attributes:
//!
//! - `mean`, `std`: tensor of double; default none, which leaves the step out

use super::{
    Op,
    vector_map::{VectorMap, build_map, same_size},
};
use crate::{
    error::{BundleError, Fault},
    frame::Flow,
    plan::StageBuilder,
    vector::Vector,
};

/// Without either parameter Spark passes anything through, null too.
#[derive(Debug)]
struct StandardScaler {
    mean: Option<Vec<f64>>,
    scale: Option<Vec<f64>>,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let mean = attributes.optional_vector("mean")?.map(<[f64]>::to_vec);
    let reciprocal = |std: &f64| if *std == 0.0 { 0.0 } else { 1.0 / std };
    let scale = attributes.optional_vector("std")?.map(|std| std.iter().map(reciprocal).collect::<Vec<_>>());
    if let (Some(mean), Some(scale)) = (&mean, &scale) {
        same_size("mean", mean.len(), "std", scale.len())?;
    }
    build_map(stage, StandardScaler { mean, scale })
}

impl VectorMap for StandardScaler {
    fn input_size(&self) -> Option<usize> {
        self.mean.as_ref().or(self.scale.as_ref()).map(Vec::len)
    }

    fn passes_null(&self) -> bool {
        self.mean.is_none() && self.scale.is_none()
    }

    fn map(&self, vector: &Vector, scaled: &mut Vector) -> Result<Flow, Fault> {
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
        Ok(Flow::Next)
    }
}
