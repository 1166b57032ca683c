//! `vector_indexer`: Spark's `VectorIndexerModel`.
//!
//! A categorical element becomes the index of its category; the others stay, and so does the form. Of a sparse vector
//! the stored elements alone are looked up, explicit zeros among them: Spark trusts that 0 is category 0. An unknown
//! value becomes the number of categories (keep), drops the row (skip) or raises (error).
//!
//! Attributes:
//!
//! - `num_features`: integer
//! - `keys`: list of integer, the categorical elements
//! - `key_0_keys`, …: list of double, for each such element its values
//! - `key_0_values`, …: list of integer, the categories of those
//! - `handle_invalid`: string, `error` (default), `keep` or `skip`

use super::{
    Op,
    handle_invalid::HandleInvalid,
    vector_map::{VectorMap, build_map, same_size},
};
use crate::{
    bundle::Attributes,
    error::{BundleError, Fault},
    frame::Flow,
    plan::StageBuilder,
    vector::Vector,
};

#[derive(Debug)]
struct VectorIndexer {
    size: usize,
    /// The categorical elements, in ascending order.
    elements: Vec<Categorical>,
    handle_invalid: HandleInvalid,
}

#[derive(Debug)]
struct Categorical {
    index: usize,
    /// Values in ascending order, each with its category.
    categories: Vec<(f64, f64)>,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let size = attributes.size("num_features")?;
    let handle_invalid = HandleInvalid::read(attributes)?;
    let keys = attributes.integers("keys")?;
    let elements = keys.into_iter().map(|key| Categorical::read(attributes, key, size));
    let mut elements = elements.collect::<Result<Vec<_>, _>>()?;
    elements.sort_unstable_by_key(|element| element.index);
    if let Some([twice, ..]) = elements.windows(2).find(|pair| pair[0].index == pair[1].index) {
        return Err(BundleError::attribute("keys", format!("names the element {} twice", twice.index)));
    }
    if handle_invalid == HandleInvalid::Skip {
        stage.drops_rows();
    }
    build_map(stage, VectorIndexer { size, elements, handle_invalid })
}

impl Categorical {
    fn read(attributes: &Attributes, key: i64, size: usize) -> Result<Self, BundleError> {
        let index = usize::try_from(key)
            .ok()
            .filter(|index| *index < size)
            .ok_or_else(|| BundleError::attribute("keys", format!("names the element {key} of a vector of {size}")))?;
        let (keys_name, values_name) = (format!("key_{key}_keys"), format!("key_{key}_values"));
        let (keys, values) = (attributes.doubles(&keys_name)?, attributes.integers(&values_name)?);
        same_size(&keys_name, keys.len(), &values_name, values.len())?;
        if keys.iter().any(|key| key.is_nan()) {
            return Err(BundleError::attribute(&keys_name, "holds NaN"));
        }
        // Adding 0 turns -0.0 into 0.0, the same category.
        let mut categories: Vec<_> = keys.iter().map(|key| key + 0.0).zip(values.iter().map(|&v| v as f64)).collect();
        categories.sort_unstable_by(|left, right| left.0.total_cmp(&right.0));
        Ok(Self { index, categories })
    }

    fn category(&self, value: f64) -> Option<f64> {
        let value = value + 0.0;
        let position = self.categories.binary_search_by(|(known, _)| known.total_cmp(&value)).ok()?;
        Some(self.categories[position].1)
    }
}

impl VectorMap for VectorIndexer {
    fn input_size(&self) -> Option<usize> {
        Some(self.size)
    }

    fn map(&self, vector: &Vector, mapped: &mut Vector) -> Result<Flow, Fault> {
        mapped.copy_from(vector);
        for element in &self.elements {
            let Some(value) = mapped.stored_mut(element.index) else { continue };
            *value = match (element.category(*value), self.handle_invalid) {
                (Some(category), _) => category,
                (None, HandleInvalid::Keep) => element.categories.len() as f64,
                (None, HandleInvalid::Skip) => return Ok(Flow::Drop),
                (None, HandleInvalid::Error) => {
                    return Err(Fault::new(format!(
                        "holds the unseen value {value:?} at element {}, which handleInvalid = error does not allow",
                        element.index
                    )));
                }
            };
        }
        Ok(Flow::Next)
    }
}

#[cfg(test)]
mod tests {
    use super::{Categorical, HandleInvalid, VectorIndexer, VectorMap};
    use crate::{frame::Flow, vector::Vector};

    fn map(handle_invalid: HandleInvalid, vector: &Vector) -> Option<Vec<f64>> {
        let elements = vec![
            Categorical { index: 0, categories: vec![(-1.0, 1.0), (0.0, 0.0), (5.0, 2.0)] },
            Categorical { index: 2, categories: vec![(2.0, 0.0), (3.0, 1.0)] },
        ];
        let mut mapped = Vector::default();
        match (VectorIndexer { size: 3, elements, handle_invalid }).map(vector, &mut mapped) {
            Ok(Flow::Next) => Some(mapped.values().to_vec()),
            _ => None,
        }
    }

    /// Values from Spark 4.1.4.
    #[test]
    fn unknown_values_get_a_category_of_their_own() -> Result<(), String> {
        let nan = f64::NAN;
        for (expected, vector) in [
            (vec![0.0, 1.0, 1.0], Vector::from_dense(vec![-0.0, 1.0, 3.0])),
            (vec![3.0, 1.0, 2.0], Vector::from_dense(vec![7.0, 1.0, 9.0])),
            (vec![3.0, 1.0, 0.0], Vector::from_dense(vec![nan, 1.0, 2.0])),
            (vec![2.0], Vector::from_sparse(3, vec![0], vec![5.0])?),
            (vec![0.0, 2.0], Vector::from_sparse(3, vec![0, 2], vec![0.0, 0.0])?),
            (vec![3.0, 0.0], Vector::from_sparse(3, vec![0, 1], vec![9.0, 0.0])?),
        ] {
            assert_eq!(Some(expected), map(HandleInvalid::Keep, &vector));
        }
        Ok(())
    }

    /// Values from Spark 4.1.4.
    #[test]
    fn an_explicit_zero_is_looked_up_and_an_implicit_one_is_not() -> Result<(), String> {
        let implicit = Vector::from_sparse(3, vec![0], vec![0.0])?;
        let explicit = Vector::from_sparse(3, vec![0, 2], vec![0.0, 0.0])?;
        assert_eq!(Some(vec![0.0]), map(HandleInvalid::Error, &implicit));
        assert_eq!(None, map(HandleInvalid::Error, &explicit));
        assert_eq!(None, map(HandleInvalid::Skip, &explicit));
        Ok(())
    }
}
