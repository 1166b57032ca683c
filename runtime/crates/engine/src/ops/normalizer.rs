//! `normalizer`: Spark's `Normalizer`, to unit length under a p-norm.
//!
//! A norm of 0 leaves the vector as it is; the form stays. MLeap's exporter writes an infinite p as null in JSON, and
//! as p can be no NaN, null is read back as infinity (MLeap's runtime fails on every row).
//!
//! Attributes:
//!
//! - `p_norm`: double, at least 1

use super::{
    Op,
    vector_map::{VectorMap, build_map},
};
use crate::{
    error::{BundleError, Fault},
    frame::Flow,
    plan::StageBuilder,
    vector::Vector,
};

#[derive(Debug, Clone, Copy)]
enum Norm {
    Manhattan,
    Euclidean,
    Largest,
    Power(f64),
}

#[derive(Debug)]
struct Normalizer {
    norm: Norm,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let power = stage.attributes().double("p_norm")?;
    let norm = if power == 1.0 {
        Norm::Manhattan
    } else if power == 2.0 {
        Norm::Euclidean
    } else if power.is_nan() || power == f64::INFINITY {
        Norm::Largest
    } else if power > 1.0 {
        Norm::Power(power)
    } else {
        return Err(BundleError::attribute("p_norm", format!("is {power}, which is less than 1")));
    };
    build_map(stage, Normalizer { norm })
}

impl Norm {
    fn of(self, values: &[f64]) -> f64 {
        let magnitudes = values.iter().map(|value| value.abs());
        match self {
            Self::Manhattan => magnitudes.sum(),
            Self::Euclidean => values.iter().map(|value| value * value).sum::<f64>().sqrt(),
            // As in Spark a NaN is never the largest.
            Self::Largest => magnitudes.fold(0.0, f64::max),
            Self::Power(power) => magnitudes.map(|value| value.powf(power)).sum::<f64>().powf(power.recip()),
        }
    }
}

impl VectorMap for Normalizer {
    fn input_size(&self) -> Option<usize> {
        None
    }

    fn map(&self, vector: &Vector, mapped: &mut Vector) -> Result<Flow, Fault> {
        mapped.copy_from(vector);
        let norm = self.norm.of(vector.values());
        if norm != 0.0 {
            for value in mapped.values_mut() {
                *value /= norm;
            }
        }
        Ok(Flow::Next)
    }
}

#[cfg(test)]
mod tests {
    use super::{Norm, Normalizer, VectorMap};
    use crate::vector::Vector;

    fn normalize(norm: Norm, values: Vec<f64>) -> Vec<f64> {
        let mut mapped = Vector::default();
        assert!(Normalizer { norm }.map(&Vector::from_dense(values), &mut mapped).is_ok());
        mapped.values().to_vec()
    }

    /// Values from Spark 4.1.4.
    #[test]
    fn extremes_are_those_of_spark() {
        assert_eq!([0.0, 0.0][..], normalize(Norm::Euclidean, vec![1e300, 1e300]));
        assert_eq!([1e-300, 1e-300][..], normalize(Norm::Euclidean, vec![1e-300, 1e-300]));
        assert_eq!([0.5, 0.5][..], normalize(Norm::Manhattan, vec![1e-300, 1e-300]));
        let normalized = normalize(Norm::Largest, vec![f64::NAN, 2.0]);
        assert!(normalized[0].is_nan());
        assert_eq!(1.0, normalized[1]);
    }
}
