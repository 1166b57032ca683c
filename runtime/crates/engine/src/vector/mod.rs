//! A vector of doubles in the form Spark would hold it: dense or sparse.

mod fill;
mod form;

/// Both forms share one pair of buffers, so that a frame can fill the same vector row after row without allocating.
/// Sparse indices are strictly ascending and below `size`; in the dense form `indices` is empty.
#[derive(Debug, Clone, Default)]
pub struct Vector {
    size: usize,
    sparse: bool,
    indices: Vec<u32>,
    values: Vec<f64>,
}

impl Vector {
    pub fn from_dense(values: Vec<f64>) -> Self {
        Self { size: values.len(), sparse: false, indices: Vec::new(), values }
    }

    /// Fails, with what is wrong, unless indices are ascending, in range and as many as the values.
    pub fn from_sparse(size: usize, indices: Vec<u32>, values: Vec<f64>) -> Result<Self, String> {
        if indices.len() != values.len() {
            return Err(format!("{} indices but {} values", indices.len(), values.len()));
        }
        if let Some((first, second)) =
            indices.iter().zip(indices.iter().skip(1)).find(|(first, second)| first >= second)
        {
            return Err(format!("indices must ascend, got {first} before {second}"));
        }
        if let Some(&last) = indices.last().filter(|&&last| last as usize >= size) {
            return Err(format!("index {last} is outside a vector of size {size}"));
        }
        Ok(Self { size, sparse: true, indices, values })
    }

    pub fn len(&self) -> usize {
        self.size
    }

    pub fn is_empty(&self) -> bool {
        self.size == 0
    }

    pub fn is_sparse(&self) -> bool {
        self.sparse
    }

    /// Indices of the stored values; empty in the dense form.
    pub fn indices(&self) -> &[u32] {
        &self.indices
    }

    /// The stored values: all of them in the dense form.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    pub(crate) fn values_mut(&mut self) -> &mut [f64] {
        &mut self.values
    }

    /// Appends the first `count` stored values once more, multiplied and moved up by `offset`.
    pub(crate) fn push_scaled(&mut self, count: usize, offset: usize, factor: f64) {
        for position in 0..count {
            self.push(self.indices[position] as usize + offset, self.values[position] * factor);
        }
    }

    /// Removes the first `count` stored values of a sparse vector.
    pub(crate) fn remove_first(&mut self, count: usize) {
        self.indices.drain(..count);
        self.values.drain(..count);
    }

    /// Sets the size of a sparse vector whose stored values all lie below it.
    pub(crate) fn set_size(&mut self, size: usize) {
        debug_assert!(self.indices.last().is_none_or(|&last| (last as usize) < size));
        self.size = size;
    }

    /// Multiplies element by element with `factors`, as long as the vector; the form stays.
    pub(crate) fn scale_by(&mut self, factors: &[f64]) {
        if self.sparse {
            for (value, index) in self.values.iter_mut().zip(&self.indices) {
                *value *= factors[*index as usize];
            }
        } else {
            for (value, factor) in self.values.iter_mut().zip(factors) {
                *value *= factor;
            }
        }
    }

    pub(crate) fn copy_from(&mut self, other: &Self) {
        self.size = other.size;
        self.sparse = other.sparse;
        self.indices.clone_from(&other.indices);
        self.values.clone_from(&other.values);
    }

    /// The value at an index, if it is stored.
    pub(crate) fn stored(&self, index: usize) -> Option<f64> {
        self.position(index).and_then(|position| self.values.get(position).copied())
    }

    pub(crate) fn stored_mut(&mut self, index: usize) -> Option<&mut f64> {
        self.position(index).and_then(|position| self.values.get_mut(position))
    }

    fn position(&self, index: usize) -> Option<usize> {
        if self.sparse { self.indices.binary_search(&(index as u32)).ok() } else { Some(index) }
    }

    /// Every stored `(index, value)`, in order.
    pub fn active(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        self.values
            .iter()
            .enumerate()
            .map(|(position, &value)| (if self.sparse { self.indices[position] as usize } else { position }, value))
    }

    /// The value at an index, 0 where none is stored; `None` outside the vector.
    pub(crate) fn get(&self, index: usize) -> Option<f64> {
        if !self.sparse {
            return self.values.get(index).copied();
        }
        let stored = self.indices.binary_search(&u32::try_from(index).ok()?);
        (index < self.size).then(|| stored.map_or(0.0, |position| self.values[position]))
    }

    /// All values, implicit zeros included, written into `out`.
    pub fn write_dense(&self, out: &mut Vec<f64>) {
        out.clear();
        if self.sparse {
            out.resize(self.size, 0.0);
            for (index, value) in self.active() {
                out[index] = value;
            }
        } else {
            out.extend_from_slice(&self.values);
        }
    }

    /// Dot product with `other`, which must be at least as long.
    ///
    /// Dense vectors are summed in four lanes, sparse ones from left to right, as the JVM's BLAS does.
    pub(crate) fn dot(&self, other: &[f64]) -> f64 {
        if self.sparse {
            let pairs = self.indices.iter().zip(&self.values);
            return pairs.fold(0.0, |sum, (&index, value)| sum + value * other[index as usize]);
        }
        let (left, right) = (self.values.chunks_exact(4), other[..self.size].chunks_exact(4));
        let tail = left.remainder().iter().zip(right.remainder());
        let mut lanes = [0.0; 4];
        for (x, y) in left.zip(right) {
            for lane in 0..4 {
                lanes[lane] += x[lane] * y[lane];
            }
        }
        tail.fold(lanes[0] + lanes[1] + lanes[2] + lanes[3], |sum, (x, y)| sum + x * y)
    }

    /// Dot product with coefficients that Spark holds sparse: one that is 0 has no part, whatever its feature is.
    pub(crate) fn dot_nonzero(&self, coefficients: &[f64]) -> f64 {
        let mut sum = 0.0;
        let mut add = |value: f64, coefficient: f64| {
            if coefficient != 0.0 {
                sum += value * coefficient;
            }
        };
        if self.sparse {
            for (&index, &value) in self.indices.iter().zip(&self.values) {
                add(value, coefficients[index as usize]);
            }
        } else {
            for (&value, &coefficient) in self.values.iter().zip(coefficients) {
                add(value, coefficient);
            }
        }
        sum
    }

    /// Index of the first strict maximum of a dense vector, Spark's `argmax`: a NaN in front wins, elsewhere never.
    pub(crate) fn argmax(values: &[f64]) -> usize {
        let mut best = 0;
        for (index, value) in values.iter().enumerate().skip(1) {
            if *value > values[best] {
                best = index;
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::Vector;

    #[test]
    fn coefficients_of_zero_have_no_part_in_a_sparse_product() {
        let mut vector = Vector::default();
        vector.start_dense(3).copy_from_slice(&[f64::NAN, 2.0, f64::INFINITY]);
        assert_eq!(6.0, vector.dot_nonzero(&[0.0, 3.0, 0.0]));
        assert!(vector.dot(&[0.0, 3.0, 0.0]).is_nan());
    }

    fn sparse(size: usize, indices: &[u32], values: &[f64]) -> Vector {
        Vector::from_sparse(size, indices.to_vec(), values.to_vec()).unwrap_or_default()
    }

    #[test]
    fn both_forms_have_the_same_dot_product() {
        let weights = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        let mut vector = sparse(6, &[1, 4, 5], &[1.0, -1.0, 2.0]);
        assert_eq!(9.0, vector.dot(&weights));
        vector.make_dense();
        assert_eq!(9.0, vector.dot(&weights));
    }

    #[test]
    fn malformed_sparse_vectors_are_refused() {
        assert!(Vector::from_sparse(3, vec![0], vec![]).is_err());
        assert!(Vector::from_sparse(3, vec![1, 1], vec![1.0, 1.0]).is_err());
        assert!(Vector::from_sparse(3, vec![3], vec![1.0]).is_err());
    }

    #[test]
    fn argmax_takes_the_first_maximum_and_a_leading_nan() {
        assert_eq!(1, Vector::argmax(&[0.0, 2.0, 2.0]));
        assert_eq!(0, Vector::argmax(&[f64::NAN, 2.0]));
        assert_eq!(0, Vector::argmax(&[1.0, f64::NAN]));
    }
}
