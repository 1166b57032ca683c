//! `bucketed_random_projection_lsh`: Spark's `BucketedRandomProjectionLSHModel`.
//!
//! Multiplies by the reciprocal of the bucket length, as Spark does, where MLeap's runtime divides: a projection that
//! falls on the edge of a bucket can differ.
//!
//! Attributes:
//!
//! - `input_size`: integer
//! - `random_unit_vectors`: list of tensor of double
//! - `bucket_length`: double, above 0

use super::{
    Op,
    lsh::{Hash, build_hash},
};
use crate::{
    error::{BundleError, Fault},
    plan::StageBuilder,
    vector::Vector,
};

#[derive(Debug)]
struct BucketedRandomProjection {
    /// Number of elements of each projection.
    size: usize,
    /// One after the other.
    projections: Vec<f64>,
    buckets_per_unit: f64,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let size = attributes.size("input_size")?;
    let projections = attributes.vectors("random_unit_vectors")?;
    if let Some(vector) = projections.iter().find(|vector| vector.len() != size || size == 0) {
        return Err(BundleError::format(format!("projects {size} features on a vector of {}", vector.len())));
    }
    let length = attributes.double("bucket_length")?;
    if length.is_nan() || length <= 0.0 {
        return Err(BundleError::attribute("bucket_length", format!("is {length}, which is not above 0")));
    }
    let model = BucketedRandomProjection { size, projections: projections.concat(), buckets_per_unit: length.recip() };
    build_hash(stage, model, Some(size))
}

impl Hash for BucketedRandomProjection {
    fn hash(&self, vector: &Vector, hashes: &mut Vec<f64>) -> Result<(), Fault> {
        let projections = self.projections.chunks_exact(self.size);
        hashes.extend(projections.map(|projection| (vector.dot(projection) * self.buckets_per_unit).floor()));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{BucketedRandomProjection, Hash};
    use crate::vector::Vector;

    /// Values from Spark 4.1.4.
    #[test]
    fn projections_fall_into_buckets() -> Result<(), String> {
        let projections = vec![
            0.125_846_687_480_814_18,
            -0.233_661_585_987_202_82,
            -0.964_139_447_634_029_4,
            0.608_658_786_790_257,
            0.095_133_827_955_306_66,
            -0.787_708_090_628_490_7,
        ];
        let model = BucketedRandomProjection { size: 3, projections, buckets_per_unit: 2.0 };
        for (expected, vector) in [
            ([-11.0, -8.0], Vector::from_dense(vec![0.0, 2.0, 5.0])),
            ([-1.0, 0.0], Vector::from_sparse(3, vec![0, 1], vec![0.0, 2.0])?),
            ([0.0, 0.0], Vector::from_sparse(3, vec![], vec![])?),
            ([f64::INFINITY, f64::INFINITY], Vector::from_dense(vec![f64::INFINITY, 0.0, 0.0])),
        ] {
            let mut hashes = Vec::new();
            model.hash(&vector, &mut hashes).map_err(|fault| fault.reason)?;
            assert_eq!(expected, hashes[..]);
        }
        Ok(())
    }
}
