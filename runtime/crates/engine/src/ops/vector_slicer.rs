//! `vector_slicer`: Spark's `VectorSlicer`.
//!
//! Elements in the order asked for: first those asked for by index, then those by name. The form stays; a sparse
//! result has no explicit zeros.
//!
//! Attributes:
//!
//! - `input_size`: integer
//! - `indices`: list of integer
//! - `names`: list of string
//! - `named_indices`: list of integer, the elements of those names

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

/// Picks elements of a vector.
#[derive(Debug)]
pub(super) struct Slice {
    size: usize,
    indices: Vec<usize>,
    keeps_zeros: bool,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let named = attributes.integers("named_indices")?;
    same_size("names", attributes.strings("names")?.len(), "named_indices", named.len())?;
    let mut indices = attributes.integers("indices")?;
    indices.extend(named);
    let slice = Slice::new(attributes.size("input_size")?, &indices, false)?;
    build_map(stage, slice)
}

impl Slice {
    /// Fails unless every index is one of a vector of `size` elements. `keeps_zeros` is about explicit ones.
    pub(super) fn new(size: usize, indices: &[i64], keeps_zeros: bool) -> Result<Self, BundleError> {
        let indices = indices.iter().map(|&index| match usize::try_from(index) {
            Ok(index) if index < size => Ok(index),
            _ => Err(BundleError::format(format!("takes element {index} of a vector of {size}"))),
        });
        Ok(Self { size, indices: indices.collect::<Result<_, _>>()?, keeps_zeros })
    }
}

impl VectorMap for Slice {
    fn input_size(&self) -> Option<usize> {
        Some(self.size)
    }

    fn output_size(&self, _: Option<usize>) -> Option<usize> {
        Some(self.indices.len())
    }

    fn map(&self, vector: &Vector, mapped: &mut Vector) -> Result<Flow, Fault> {
        if vector.is_sparse() {
            mapped.start_sparse(self.indices.len());
            for (position, &index) in self.indices.iter().enumerate() {
                if let Some(value) = vector.stored(index).filter(|value| self.keeps_zeros || *value != 0.0) {
                    mapped.push(position, value);
                }
            }
        } else {
            let slice = mapped.start_dense(self.indices.len());
            for (value, &index) in slice.iter_mut().zip(&self.indices) {
                *value = vector.values()[index];
            }
        }
        Ok(Flow::Next)
    }
}

#[cfg(test)]
mod tests {
    use super::{Slice, VectorMap};
    use crate::vector::Vector;

    /// Values from Spark 4.1.4: `VectorSlicer` drops explicit zeros, `ChiSqSelectorModel` keeps them.
    #[test]
    fn explicit_zeros_stay_or_go() -> Result<(), String> {
        let vector = Vector::from_sparse(5, vec![0, 2], vec![0.0, 2.0])?;
        for (keeps_zeros, expected) in [(false, &[0][..]), (true, &[0, 1])] {
            let slice = Slice::new(5, &[2, 0], keeps_zeros).map_err(|error| error.to_string())?;
            let mut mapped = Vector::default();
            slice.map(&vector, &mut mapped).map_err(|fault| fault.reason)?;
            assert_eq!((2, expected), (mapped.len(), mapped.indices()));
        }
        Ok(())
    }
}
