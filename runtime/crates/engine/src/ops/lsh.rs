//! What Spark's models of locality-sensitive hashing share: one hash for each table, each in a vector of its own.

use super::{Op, features::read_vector};
use crate::{
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot, Value},
    plan::StageBuilder,
    vector::Vector,
};

pub(super) trait Hash: std::fmt::Debug + Send + Sync {
    /// Appends the hash of each table.
    fn hash(&self, vector: &Vector, hashes: &mut Vec<f64>) -> Result<(), Fault>;
}

#[derive(Debug)]
struct Hashing<M> {
    model: M,
    input: Slot,
    output: Slot,
    size: Option<usize>,
}

/// Ties hashes of vectors of the given size, or of any, to the ports `input` and `output`.
pub(super) fn build_hash<M: Hash + 'static>(
    stage: &mut StageBuilder<'_>,
    model: M,
    size: Option<usize>,
) -> Result<Box<dyn Op>, BundleError> {
    let input = read_vector(stage, "input", size)?.slot;
    let output = stage.output("output", DataType::List(Box::new(DataType::Vector(Some(1)))))?;
    Ok(Box::new(Hashing { model, input, output, size }))
}

impl<M: Hash> Op for Hashing<M> {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let mut hashes = std::mem::take(&mut frame.scratch);
        hashes.clear();
        self.model.hash(frame.features(self.input, self.size)?, &mut hashes)?;
        write(frame.get_mut(self.output), &hashes);
        frame.scratch = hashes;
        Ok(Flow::Next)
    }
}

/// Writes the hashes over those of an earlier row: their number is always the same.
fn write(cell: &mut Value, hashes: &[f64]) {
    if let Value::List(vectors) = cell {
        for (vector, hash) in vectors.iter_mut().zip(hashes) {
            if let Value::Vector(vector) = vector {
                vector.values_mut().copy_from_slice(&[*hash]);
            }
        }
    } else {
        let vectors = hashes.iter().map(|hash| Value::Vector(Vector::from_dense(vec![*hash])));
        *cell = Value::List(vectors.collect());
    }
}
