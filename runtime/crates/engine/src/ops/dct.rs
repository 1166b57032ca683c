//! `dct`: Spark's `DCT`, the orthonormal DCT-II and its inverse. Always dense.
//!
//! Spark runs a fast transform and this one sums up, which differs in last bits only; feature vectors are short.
//!
//! An infinite element is refused, which Spark takes: whether infinity or NaN comes out depends there on the order in
//! which the fast transform of that size adds, and no model fitted on such vectors says anything.
//!
//! Attributes:
//!
//! - `input_size`: integer
//! - `inverse`: boolean

use std::f64::consts::PI;

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
struct Dct {
    size: usize,
    inverse: bool,
    /// The weights of frequency 0.
    constant: f64,
    /// Those of the others: one period of the cosine in 4 * size steps, among which every angle is, scaled.
    cosines: Vec<f64>,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    // A row takes time with the square of the size.
    const MOST: usize = 1 << 14;
    let attributes = stage.attributes();
    let (size, inverse) = (attributes.size("input_size")?, attributes.boolean("inverse")?);
    match size {
        0 => Err(BundleError::format("transforms vectors of size 0")),
        1..=MOST => build_map(stage, Dct::new(size, inverse)),
        _ => Err(BundleError::fixed_limit(format!("transforms vectors of size {size}, more than {MOST}"))),
    }
}

impl Dct {
    fn new(size: usize, inverse: bool) -> Self {
        let (steps, scale) = (4 * size, (2.0 / size as f64).sqrt());
        let cosine = |step: usize| {
            // Zero is written exactly, as a fast transform has it.
            let quarter = step == size || step == 3 * size;
            if quarter { 0.0 } else { scale * (2.0 * PI * step as f64 / steps as f64).cos() }
        };
        let constant = (size as f64).sqrt().recip();
        Self { size, inverse, constant, cosines: (0..steps).map(cosine).collect() }
    }

    /// Row `frequency`, column `place` of the orthonormal matrix.
    fn weight(&self, frequency: usize, place: usize) -> f64 {
        if frequency == 0 { self.constant } else { self.cosines[(2 * place + 1) * frequency % self.cosines.len()] }
    }
}

impl VectorMap for Dct {
    fn input_size(&self) -> Option<usize> {
        Some(self.size)
    }

    fn map(&self, vector: &Vector, mapped: &mut Vector) -> Result<Flow, Fault> {
        if let Some((position, value)) = vector.active().find(|(_, value)| value.is_infinite()) {
            return Err(Fault::new(format!(
                "holds {value} at position {position}, of which Spark's fast transform makes infinities and NaN in an \
                 order of its own: leave infinite values out"
            )));
        }
        for (index, value) in mapped.start_dense(self.size).iter_mut().enumerate() {
            let terms = vector.active().map(|(other, value)| {
                value * if self.inverse { self.weight(other, index) } else { self.weight(index, other) }
            });
            *value = terms.sum();
        }
        Ok(Flow::Next)
    }
}

#[cfg(test)]
mod tests {
    use super::{Dct, VectorMap};
    use crate::vector::Vector;

    /// Values from Spark 4.1.4.
    #[test]
    fn both_directions_are_those_of_spark() -> Result<(), String> {
        let sparse = Vector::from_sparse(5, vec![1, 3], vec![2.0, -1.0])?;
        for (inverse, vector, expected) in [
            (
                false,
                &Vector::from_dense(vec![1.0, 2.0, 3.0, 4.0]),
                &[5.0, -2.230_442_497_387_663_5, 0.0, -0.158_512_667_781_107_37][..],
            ),
            (
                true,
                &Vector::from_dense(vec![1.0, 2.0, 3.0, 4.0]),
                &[4.388_955_165_168_77, -3.071_929_829_606_556_7, 1.071_929_829_606_556, -0.388_955_165_168_770_8],
            ),
            (
                true,
                &sparse,
                &[
                    0.831_253_875_554_907,
                    1.344_997_023_927_914_8,
                    0.0,
                    -1.344_997_023_927_914_8,
                    -0.831_253_875_554_907,
                ],
            ),
            (true, &Vector::from_dense(vec![5.0]), &[5.0]),
        ] {
            let mut mapped = Vector::default();
            Dct::new(vector.len(), inverse).map(vector, &mut mapped).map_err(|fault| fault.reason)?;
            for (expected, actual) in expected.iter().zip(mapped.values()) {
                assert!((expected - actual).abs() < 1e-14, "{expected} {actual}");
            }
        }
        Ok(())
    }

    #[test]
    fn an_infinite_element_is_refused_by_its_position() -> Result<(), String> {
        let sparse = Vector::from_sparse(4, vec![2], vec![f64::NEG_INFINITY])?;
        let fault = Dct::new(4, false).map(&sparse, &mut Vector::default()).err().map(|fault| fault.reason);
        assert!(fault.is_some_and(|reason| reason.starts_with("holds -inf at position 2, ")));
        Ok(())
    }
}
