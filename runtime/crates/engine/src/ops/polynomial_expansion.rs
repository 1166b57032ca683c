//! `polynomial_expansion`: Spark's `PolynomialExpansion`.
//!
//! All monomials up to a degree, in Spark's order: those of `[a, b]` up to degree 2 are a, a², b, ab, b². Factors are
//! multiplied from the last variable to the first, and a product that has become 0 stays 0 whatever would follow, NaN
//! included. Sparse vectors stay sparse, without explicit zeros.
//!
//! Attributes:
//!
//! - `input_size`: integer
//! - `degree`: integer, above 0

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

#[derive(Debug)]
struct PolynomialExpansion {
    /// Number of variables.
    size: usize,
    degree: usize,
    /// By factors so far and variable: how far the monomial with that variable as next factor lies behind the one
    /// without. It is the number of monomials of earlier variables in the degrees left, the 1 among them.
    steps: Vec<Vec<usize>>,
    output_size: usize,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let model = PolynomialExpansion::new(attributes.size("input_size")?, attributes.size("degree")?)?;
    build_map(stage, model)
}

impl PolynomialExpansion {
    fn new(size: usize, degree: usize) -> Result<Self, BundleError> {
        // Each degree is one level of recursion; each monomial is a double.
        const MOST: usize = 1 << 22;
        const MOST_DEGREE: usize = 1 << 10;
        let too_many = || BundleError::limit(format!("expands {size} features to degree {degree}"));
        if degree == 0 {
            return Err(BundleError::attribute("degree", "is 0, which is less than 1"));
        }
        if degree > MOST_DEGREE || size.checked_mul(degree).is_none_or(|least| least > MOST) {
            return Err(too_many());
        }
        // Row r holds, for k variables, the binomial coefficient of k + r over r.
        let mut counts = vec![1_usize; size + 1];
        let mut steps = Vec::with_capacity(degree);
        for _ in 0..degree {
            for variables in 1..=size {
                counts[variables] = counts[variables].saturating_add(counts[variables - 1]);
            }
            steps.push(counts[..size].to_vec());
        }
        steps.reverse();
        match counts[size] - 1 {
            output_size @ 0..=MOST => Ok(Self { size, degree, steps, output_size }),
            _ => Err(too_many()),
        }
    }

    /// Visits the monomials that continue the one at `position`, in order.
    fn expand(&self, vector: &Vector, monomial: Monomial, visit: &mut impl FnMut(usize, f64)) {
        let last = vector.active().take(monomial.variables);
        for (earlier, (variable, value)) in last.enumerate() {
            let next = Monomial {
                value: monomial.value * value,
                position: monomial.position + self.steps[monomial.factors][variable],
                factors: monomial.factors + 1,
                variables: earlier + 1,
            };
            if next.value != 0.0 {
                // The 1 in front is not part of the result.
                visit(next.position - 1, next.value);
                if next.factors < self.degree {
                    self.expand(vector, next, visit);
                }
            }
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Monomial {
    value: f64,
    position: usize,
    factors: usize,
    /// How many stored values may still become factors.
    variables: usize,
}

impl VectorMap for PolynomialExpansion {
    fn input_size(&self) -> Option<usize> {
        Some(self.size)
    }

    fn output_size(&self, _: Option<usize>) -> Option<usize> {
        Some(self.output_size)
    }

    fn map(&self, vector: &Vector, mapped: &mut Vector) -> Result<Flow, Fault> {
        let one = Monomial { value: 1.0, position: 0, factors: 0, variables: vector.values().len() };
        if vector.is_sparse() {
            mapped.start_sparse(self.output_size);
            self.expand(vector, one, &mut |index, value| mapped.push(index, value));
        } else {
            let values = mapped.start_dense(self.output_size);
            self.expand(vector, one, &mut |index, value| values[index] = value);
        }
        Ok(Flow::Next)
    }
}

#[cfg(test)]
mod tests {
    use super::{PolynomialExpansion, VectorMap};
    use crate::{error::BundleErrorKind, vector::Vector};

    fn expand(degree: usize, vector: &Vector) -> Result<Vector, String> {
        let model = PolynomialExpansion::new(vector.len(), degree).map_err(|error| error.to_string())?;
        let mut mapped = Vector::default();
        model.map(vector, &mut mapped).map_err(|fault| fault.reason)?;
        Ok(mapped)
    }

    /// Values from Spark 4.1.4.
    #[test]
    fn monomials_come_in_sparks_order() -> Result<(), String> {
        let mapped = expand(3, &Vector::from_dense(vec![2.0, 3.0, 5.0]))?;
        let expected = [
            2.0, 4.0, 8.0, 3.0, 6.0, 12.0, 9.0, 18.0, 27.0, 5.0, 10.0, 20.0, 15.0, 30.0, 45.0, 25.0, 50.0, 75.0, 125.0,
        ];
        assert_eq!(expected, mapped.values());
        let mapped = expand(3, &Vector::from_sparse(3, vec![0, 2], vec![2.0, 5.0])?)?;
        assert_eq!(&[0, 1, 2, 9, 10, 11, 15, 16, 18], mapped.indices());
        assert_eq!(&[2.0, 4.0, 8.0, 5.0, 10.0, 20.0, 25.0, 50.0, 125.0], mapped.values());
        Ok(())
    }

    /// Values from Spark 4.1.4.
    #[test]
    fn a_product_of_zero_stays_zero() -> Result<(), String> {
        let mapped = expand(2, &Vector::from_dense(vec![f64::INFINITY, 0.0]))?;
        assert_eq!(&[f64::INFINITY, f64::INFINITY, 0.0, 0.0, 0.0], mapped.values());
        let mapped = expand(2, &Vector::from_sparse(3, vec![0, 1], vec![2.0, 0.0])?)?;
        assert_eq!(&[0, 1], mapped.indices());
        let mapped = expand(2, &Vector::from_sparse(2, vec![0], vec![1e-200])?)?;
        assert_eq!(&[0], mapped.indices());
        Ok(())
    }

    #[test]
    fn an_expansion_beyond_all_bounds_is_refused() {
        for (size, degree) in [(usize::MAX, 2), (2, usize::MAX), (10_000, 3), (1 << 20, 16), (1000, 1000)] {
            let kind = PolynomialExpansion::new(size, degree).err().map(|error| error.kind);
            assert_eq!(Some(BundleErrorKind::Limit), kind);
        }
    }
}
