//! The sum that Spark's factorization machines share.

use crate::{bundle::Attributes, error::BundleError, vector::Vector};

/// A linear model, and for each pair of features the product of their factors.
#[derive(Debug)]
pub(super) struct FactorizationMachine {
    intercept: f64,
    linear: Vec<f64>,
    /// A row for each feature, column by column.
    factors: Vec<f64>,
}

impl FactorizationMachine {
    pub(super) fn read(attributes: &Attributes) -> Result<Self, BundleError> {
        let size = attributes.size("num_features")?;
        let (intercept, linear) = (attributes.double("intercept")?, attributes.vector("linear")?.to_vec());
        let (rows, _, factors) = attributes.matrix("factors")?;
        if (linear.len(), rows) != (size, size) {
            let reason = format!("has {} coefficients and factors of {rows} for {size} features", linear.len());
            return Err(BundleError::format(reason));
        }
        Ok(Self { intercept, linear, factors: factors.to_vec() })
    }

    /// How many features there are.
    pub(super) fn size(&self) -> usize {
        self.linear.len()
    }

    /// Pairs are summed in linear time, as `((Σ vx)² - Σ (vx)²) / 2` for each factor (Rendle, 2010, lemma 3.1); the
    /// order of additions is Spark's.
    pub(super) fn apply(&self, features: &Vector) -> f64 {
        let linear = self.intercept + features.dot(&self.linear);
        // No features, no factors: a chunk must not be empty.
        self.factors.chunks_exact(self.size().max(1)).fold(linear, |total, factors| {
            let (mut sum, mut squares) = (0.0, 0.0);
            for (index, value) in features.active().filter(|(_, value)| *value != 0.0) {
                let product = factors[index] * value;
                squares += product * product;
                sum += product;
            }
            total + 0.5 * (sum * sum - squares)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::FactorizationMachine;
    use crate::vector::Vector;

    #[test]
    fn an_explicit_zero_meets_no_factor() -> Result<(), String> {
        let machine = FactorizationMachine {
            intercept: 1.0,
            linear: vec![2.0, 3.0],
            factors: vec![f64::INFINITY, 1.0, 5.0, 7.0],
        };
        assert_eq!(7.0, machine.apply(&Vector::from_dense(vec![0.0, 2.0])));
        assert_eq!(7.0, machine.apply(&Vector::from_sparse(2, vec![0, 1], vec![0.0, 2.0])?));
        Ok(())
    }

    #[test]
    fn every_pair_of_features_counts_once() {
        let machine =
            FactorizationMachine { intercept: 0.0, linear: vec![0.0; 3], factors: vec![1.0, 2.0, 3.0, 1.0, 0.0, -1.0] };
        // (1·2 + 1·0) x₀x₁ + (1·3 - 1·1) x₀x₂ + (2·3 - 0·1) x₁x₂
        assert_eq!(2.0 * 2.0 + 2.0 * 5.0 + 6.0 * 10.0, machine.apply(&Vector::from_dense(vec![1.0, 2.0, 5.0])));
    }
}
