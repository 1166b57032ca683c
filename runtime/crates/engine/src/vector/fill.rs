//! Filling a vector anew, in the buffers that it has.

use super::Vector;

impl Vector {
    /// Empties the vector into a sparse one of `size`, to be filled by [`Self::push`].
    pub(crate) fn start_sparse(&mut self, size: usize) {
        self.size = size;
        self.sparse = true;
        self.indices.clear();
        self.values.clear();
    }

    /// Empties the vector into a dense one of `size` zeros.
    pub(crate) fn start_dense(&mut self, size: usize) -> &mut [f64] {
        self.size = size;
        self.sparse = false;
        self.indices.clear();
        self.values.clear();
        self.values.resize(size, 0.0);
        &mut self.values
    }

    /// Becomes a dense vector of the values.
    pub(crate) fn copy_dense(&mut self, values: &[f64]) {
        self.size = values.len();
        self.sparse = false;
        self.indices.clear();
        self.values.clear();
        self.values.extend_from_slice(values);
    }

    /// Appends a stored value to a sparse vector; indices must come in ascending order.
    pub(crate) fn push(&mut self, index: usize, value: f64) {
        debug_assert!(self.sparse && index < self.size);
        self.indices.push(index as u32);
        self.values.push(value);
    }

    /// Empties the vector into one of `size` zeros, to be filled by [`Self::fill`]. One of that size keeps its form; any
    /// other becomes sparse, which takes no room for zeros.
    pub(crate) fn start_anew(&mut self, size: usize) {
        if self.sparse || self.size != size {
            self.start_sparse(size);
        } else {
            self.start_dense(size);
        }
    }

    /// Sets an element of a vector of zeros, whichever its form; indices must come in ascending order.
    #[inline]
    pub(crate) fn fill(&mut self, index: usize, value: f64) {
        if value == 0.0 {
            return;
        }
        if self.sparse {
            self.push(index, value);
        } else {
            self.values[index] = value;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Vector;

    #[test]
    fn a_vector_is_filled_anew_in_either_form() {
        let sparse = Vector::from_sparse(4, vec![1], vec![7.0]).unwrap_or_default();
        for (mut vector, is_sparse) in
            [(sparse, true), (Vector::from_dense(vec![7.0; 4]), false), (Vector::from_dense(vec![7.0; 2]), true)]
        {
            vector.start_anew(4);
            for (index, value) in [0.0, 1.5, -0.0, f64::NAN].into_iter().enumerate() {
                vector.fill(index, value);
            }
            assert_eq!((is_sparse, 4), (vector.is_sparse(), vector.len()));
            vector.make_dense();
            let bits: Vec<_> = vector.values().iter().map(|value| value.to_bits()).collect();
            assert_eq!([0.0, 1.5, 0.0, f64::NAN].map(f64::to_bits), bits[..]);
        }
    }
}
