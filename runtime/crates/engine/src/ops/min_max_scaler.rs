//! `min_max_scaler`: Spark's `MinMaxScalerModel`.
//!
//! The slope is computed once per column, as in Spark, where MLeap's runtime divides first. A column that was
//! constant gives the middle of the target range; NaN stays NaN. The result is compressed: sparse where most values
//! are 0, where MLeap's runtime gives it dense.
//!
//! Attributes:
//!
//! - `min`, `max`: tensor of double
//! - `minValue`: double, default 0
//! - `maxValue`: double, default 1

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

#[cfg(test)]
mod tests {
    use super::{MinMaxScaler, Rescaled, VectorMap};
    use crate::vector::Vector;

    fn scale(fitted: &[(f64, f64)], values: Vec<f64>) -> Vector {
        let columns = fitted.iter().map(|&(low, slope)| Rescaled { low, slope }).collect();
        let mut mapped = Vector::default();
        let mapping = MinMaxScaler { columns, low: 0.0, middle: 0.5 }.map(&Vector::from_dense(values), &mut mapped);
        assert!(mapping.is_ok());
        mapped
    }

    /// Values from Spark 4.1.4.
    #[test]
    fn a_result_of_zeros_is_sparse() {
        let mapped = scale(&[(0.0, 1.0); 6], vec![0.0, 0.0, 0.0, 0.0, 0.0, 1.0]);
        assert_eq!((true, &[5][..], &[1.0][..]), (mapped.is_sparse(), mapped.indices(), mapped.values()));
        assert!(!scale(&[(0.0, 1.0); 6], vec![0.0, 0.0, 0.0, 1.0, 1.0, 1.0]).is_sparse());
    }

    /// Values from Spark 4.1.4.
    #[test]
    fn a_constant_column_gives_the_middle_unless_it_is_nan() {
        let mapped = scale(&[(0.0, 1.0), (2.0, 0.0), (2.0, 0.0)], vec![-3.0, f64::INFINITY, f64::NAN]);
        assert_eq!([-3.0, 0.5], mapped.values()[..2]);
        assert!(mapped.values()[2].is_nan());
    }
}
