//! `min_max_scaler`: Spark's `MinMaxScalerModel`.
//!
//! The slope is computed once per column, as in Spark, where MLeap's runtime divides first. A column that was
//! constant gives the middle of the target range; NaN stays NaN. The result is compressed: sparse where most values
//! are 0 (the reference of MLeap's format says dense).

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

#[derive(Debug)]
struct MinMaxScaler {
    columns: Vec<Rescaled>,
    /// What the smallest fitted value becomes.
    low: f64,
    middle: f64,
}

#[derive(Debug)]
struct Rescaled {
    low: f64,
    /// 0 for a column that was constant.
    slope: f64,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let (lows, highs) = (attributes.vector("min")?, attributes.vector("max")?);
    same_size("min", lows.len(), "max", highs.len())?;
    let low = attributes.optional_double("minValue")?.unwrap_or(0.0);
    let high = attributes.optional_double("maxValue")?.unwrap_or(1.0);
    let columns = lows.iter().zip(highs).map(|(&from, to)| {
        let range = to - from;
        Rescaled { low: from, slope: if range == 0.0 { 0.0 } else { (high - low) / range } }
    });
    let model = MinMaxScaler { columns: columns.collect(), low, middle: f64::midpoint(low, high) };
    build_map(stage, model)
}

impl VectorMap for MinMaxScaler {
    fn input_size(&self) -> Option<usize> {
        Some(self.columns.len())
    }

    fn map(&self, vector: &Vector, mapped: &mut Vector) -> Result<Flow, Fault> {
        mapped.copy_from(vector);
        mapped.make_dense();
        for (value, column) in mapped.values_mut().iter_mut().zip(&self.columns) {
            if value.is_nan() {
                continue;
            }
            *value = if column.slope == 0.0 { self.middle } else { (*value - column.low) * column.slope + self.low };
        }
        mapped.compress();
        Ok(Flow::Next)
    }
}
