//! From one form of a vector to the other.

use super::Vector;

impl Vector {
    /// Makes the vector dense, as `DenseVector(toArray)` does.
    pub(crate) fn make_dense(&mut self) {
        if !self.sparse {
            return;
        }
        self.values.resize(self.size, 0.0);
        // From the back, a stored value never moves onto one that is still to be moved.
        for position in (0..self.indices.len()).rev() {
            let index = self.indices[position] as usize;
            let value = self.values[position];
            self.values[position] = 0.0;
            self.values[index] = value;
        }
        self.indices.clear();
        self.sparse = false;
    }

    /// Gives the vector the form that Spark 4's `Vector.compressed` chooses: sparse iff that takes fewer bytes,
    /// `12 * nnz + 16 < 8 * size`. (Up to Spark 3 the rule was `1.5 * (nnz + 1) < size`.)
    pub(crate) fn compress(&mut self) {
        self.compress_to(self.values.iter().filter(|value| **value != 0.0).count());
    }

    /// The same for a vector known to have so many elements that are not zero.
    pub(crate) fn compress_to(&mut self, nonzero: usize) {
        if 12 * nonzero + 16 >= 8 * self.size {
            self.make_dense();
        } else if !self.sparse || nonzero < self.values.len() {
            self.make_sparse();
        }
    }

    /// Makes the vector sparse, without explicit zeros.
    fn make_sparse(&mut self) {
        if !self.sparse {
            self.indices.extend(0..self.size as u32);
            self.sparse = true;
        }
        let mut values = self.values.iter();
        self.indices.retain(|_| values.next().is_some_and(|value| *value != 0.0));
        self.values.retain(|value| *value != 0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::Vector;

    fn sparse(size: usize, indices: &[u32], values: &[f64]) -> Vector {
        Vector::from_sparse(size, indices.to_vec(), values.to_vec()).unwrap_or_default()
    }

    #[test]
    fn a_sparse_vector_becomes_dense_in_place() {
        let mut vector = sparse(6, &[0, 2, 5], &[1.0, 2.0, 3.0]);
        vector.make_dense();
        assert_eq!(&[1.0, 0.0, 2.0, 0.0, 0.0, 3.0], vector.values());
        assert!(!vector.is_sparse());
    }

    #[test]
    fn compression_follows_sparks_rule() {
        // The smallest size that Spark 4.1 keeps sparse, by number of non-zero values.
        for (nonzero, size) in [3, 4, 6, 7, 9, 10, 12, 13, 15].into_iter().enumerate() {
            for (size, stays_sparse) in [(size, true), (size - 1, false)] {
                let indices: Vec<u32> = (0..nonzero as u32).collect();
                let mut vector = sparse(size, &indices, &vec![1.0; nonzero]);
                vector.compress();
                assert_eq!(stays_sparse, vector.is_sparse(), "{nonzero} of {size}");
            }
        }
    }

    #[test]
    fn compression_drops_zeros_and_keeps_nan() {
        let mut vector = Vector::from_dense(vec![0.0, f64::NAN, -0.0, 0.0, 0.0, 2.0]);
        vector.compress();
        assert_eq!(&[1, 5], vector.indices());
        let mut vector = sparse(9, &[1, 2, 5], &[0.0, 3.0, 0.0]);
        vector.compress();
        assert_eq!((&[2][..], &[3.0][..]), (vector.indices(), vector.values()));
    }
}
