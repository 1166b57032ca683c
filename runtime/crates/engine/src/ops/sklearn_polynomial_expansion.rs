//! `sklearn_polynomial_expansion`: scikit-learn's `PolynomialFeatures`, as MLeap's Python package writes it.
//!
//! One attribute spells out every product: `[1,x0,x1,x0^2,x0 x1]`. Always dense.
//!
//! Attributes:
//!
//! - `combinations`: string

use super::{
    Op,
    vector_map::{VectorMap, build_map},
};
use crate::{
    error::{BundleError, Fault},
    frame::Flow,
    java_math,
    plan::StageBuilder,
    vector::Vector,
};

#[derive(Debug)]
struct PolynomialFeatures {
    size: usize,
    products: Vec<Vec<Factor>>,
}

#[derive(Debug, PartialEq)]
struct Factor {
    index: usize,
    power: f64,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let combinations = stage.attributes().optional_string("combinations")?.unwrap_or_default();
    let model = PolynomialFeatures::parse(combinations)
        .ok_or_else(|| BundleError::attribute("combinations", format!("is no list of products: {combinations:?}")))?;
    build_map(stage, model)
}

impl PolynomialFeatures {
    fn parse(combinations: &str) -> Option<Self> {
        let list = combinations.strip_prefix('[')?.strip_suffix(']')?;
        let products = list.split(',').map(|product| match product.trim() {
            // scikit-learn's name of the constant.
            "1" => Some(Vec::new()),
            product => product.split(' ').map(Factor::parse).collect(),
        });
        let products: Vec<Vec<Factor>> = products.collect::<Option<_>>()?;
        let size = products.iter().flatten().map(|factor| factor.index + 1).max().unwrap_or(0);
        Some(Self { size, products })
    }
}

impl Factor {
    fn parse(factor: &str) -> Option<Self> {
        let (index, power) = factor.strip_prefix('x')?.split_once('^').unwrap_or((factor.get(1..)?, "1"));
        let index: u32 = index.parse().ok()?;
        let power: u32 = power.parse().ok()?;
        Some(Self { index: index as usize, power: f64::from(power) })
    }
}

impl VectorMap for PolynomialFeatures {
    fn input_size(&self) -> Option<usize> {
        Some(self.size)
    }

    fn output_size(&self, _: Option<usize>) -> Option<usize> {
        Some(self.products.len())
    }

    fn map(&self, vector: &Vector, mapped: &mut Vector) -> Result<Flow, Fault> {
        let values = mapped.start_dense(self.products.len());
        for (value, factors) in values.iter_mut().zip(&self.products) {
            let powers = factors.iter().map(|factor| {
                let base = vector.stored(factor.index).unwrap_or_default();
                java_math::pow(base, factor.power)
            });
            *value = powers.product();
        }
        Ok(Flow::Next)
    }
}

#[cfg(test)]
mod tests {
    use super::{PolynomialFeatures, VectorMap};
    use crate::vector::Vector;

    /// Values from the test of MLeap's own model.
    #[test]
    fn products_are_read_from_their_names() {
        let mut mapped = Vector::default();
        let vector = Vector::from_dense(vec![3.0, 4.0]);
        let model = PolynomialFeatures::parse("[1,x0,x1,x0^2,x0 x1,x1^2,x0^3,x0^2 x1,x0 x1^2,x1^3]");
        assert!(model.is_some_and(|model| model.map(&vector, &mut mapped).is_ok()));
        assert_eq!(&[1.0, 3.0, 4.0, 9.0, 12.0, 16.0, 27.0, 36.0, 48.0, 64.0], mapped.values());
    }

    #[test]
    fn what_is_no_product_is_refused() {
        for text in ["", "[]", "x0", "[x]", "[y0]", "[x0^]", "[x0^-1]", "[x0,]", "[x0  x1]", "[x99999999999]"] {
            assert!(PolynomialFeatures::parse(text).is_none(), "{text}");
        }
    }
}
