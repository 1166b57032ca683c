//! Sparse vectors whose entries come in any order, several for one index.

use crate::frame::{Frame, Slot, Value};

/// The entries of one row.
#[derive(Debug)]
pub(super) struct Sums {
    entries: Vec<(u32, f64)>,
}

impl Sums {
    /// Borrows the frame's buffer until [`Self::finish`]; on an error it is lost, which costs the next row an allocation.
    pub(super) fn take(frame: &mut Frame) -> Self {
        let mut entries = std::mem::take(&mut frame.entries);
        entries.clear();
        Self { entries }
    }

    pub(super) fn add(&mut self, index: usize, value: f64) {
        self.entries.push((index as u32, value));
    }

    /// Sets a sparse vector of what the entries add up to, index by index in the order they came; `keep` may leave a
    /// sum out or change it.
    pub(super) fn finish(mut self, frame: &mut Frame, slot: Slot, size: usize, keep: impl Fn(f64) -> Option<f64>) {
        self.entries.sort_by_key(|(index, _)| *index);
        let mut vector = frame.take_vector(slot);
        vector.start_sparse(size);
        for same in self.entries.chunk_by(|(left, _), (right, _)| left == right) {
            // From the first value on, so that -0.0 stays what it is.
            let sum = same.iter().map(|(_, value)| *value).reduce(|sum, value| sum + value);
            if let (Some((index, _)), Some(sum)) = (same.first(), sum.and_then(&keep)) {
                vector.push(*index as usize, sum);
            }
        }
        frame.set(slot, Value::Vector(vector));
        frame.entries = self.entries;
    }
}
