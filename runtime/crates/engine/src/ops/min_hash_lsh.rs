//! `min_hash_lsh`: Spark's `MinHashLSHModel`.
//!
//! Spark computes in 64 bits; MLeap's runtime overflows 32, so that none of its hashes agree. Stored NaN counts as an
//! entry, an explicit zero does not, and a vector without entries raises.
//!
//! Attributes:
//!
//! - `random_coefficients_a`, `random_coefficients_b`: list of integer, one of each for each table

use super::{
    Op,
    lsh::{Hash, build_hash},
    vector_map::same_size,
};
use crate::{
    error::{BundleError, Fault},
    plan::StageBuilder,
    vector::Vector,
};

const PRIME: i64 = 2_038_074_743;

#[derive(Debug)]
struct MinHash {
    /// Factor and summand of each table.
    coefficients: Vec<(i64, i64)>,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let (names, range) = (["random_coefficients_a", "random_coefficients_b"], 0..PRIME);
    let [factors, summands] = [attributes.integers(names[0])?, attributes.integers(names[1])?];
    same_size(names[0], factors.len(), names[1], summands.len())?;
    if let Some(value) = factors.iter().chain(&summands).find(|value| !range.contains(value)) {
        return Err(BundleError::format(format!("has the coefficient {value}, which is not below {PRIME}")));
    }
    // The size plays no part in the hash, and Spark does not look at it.
    build_hash(stage, MinHash { coefficients: factors.into_iter().zip(summands).collect() }, None)
}

impl Hash for MinHash {
    fn hash(&self, vector: &Vector, hashes: &mut Vec<f64>) -> Result<(), Fault> {
        for (factor, summand) in &self.coefficients {
            let entries = vector.active().filter(|(_, value)| *value != 0.0);
            let smallest = entries.map(|(index, _)| ((1 + index as i64) * factor + summand) % PRIME).min();
            let smallest = smallest.ok_or_else(|| Fault::new("has no entry other than 0, and cannot be hashed"))?;
            hashes.push(smallest as f64);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Hash, MinHash};
    use crate::vector::Vector;

    fn hash(vector: &Vector) -> Option<Vec<f64>> {
        let coefficients =
            vec![(1_569_164_237, 1_371_249_164), (1_608_829_486, 20_678_044), (747_989_381, 1_053_566_254)];
        let mut hashes = Vec::new();
        MinHash { coefficients }.hash(vector, &mut hashes).ok()?;
        Some(hashes)
    }

    /// Values from Spark 4.1.4.
    #[test]
    fn hashes_do_not_overflow() -> Result<(), String> {
        for (expected, vector) in [
            ([433_428_152.0, 771_017_016.0, 511_470_273.0], Vector::from_dense(vec![0.0, 2.0, 5.0])),
            ([433_428_152.0, 1_200_262_273.0, 511_470_273.0], Vector::from_sparse(3, vec![0, 1], vec![0.0, 2.0])?),
            ([902_338_658.0, 1_629_507_530.0, 1_801_555_635.0], Vector::from_dense(vec![f64::NAN, 0.0, 0.0])),
            (
                [595_860_871.0, 714_715_958.0, 142_176_562.0],
                Vector::from_sparse(900_000_000, vec![5, 899_999_999], vec![1.0, 1.0])?,
            ),
        ] {
            assert_eq!(Some(expected.to_vec()), hash(&vector));
        }
        Ok(())
    }

    #[test]
    fn a_vector_of_zeros_cannot_be_hashed() -> Result<(), String> {
        assert_eq!(None, hash(&Vector::from_dense(vec![0.0, 0.0])));
        assert_eq!(None, hash(&Vector::from_sparse(3, vec![1], vec![0.0])?));
        Ok(())
    }
}
