//! The column of leaf indices that trees and their ensembles have in Spark (`leafCol`), at the port `leaf` that MLeap
//! does not know.

use crate::{
    data_type::DataType,
    error::BundleError,
    frame::{Frame, Slot, Value},
    plan::StageBuilder,
    tree::{Forest, Tree},
};

/// The trees that a model consists of.
pub(super) enum Trees<'a> {
    None,
    One(&'a Tree),
    Ensemble(&'a Forest),
}

/// The column at the port `leaf`: an index, or for an ensemble a vector of one index for each tree.
pub(super) fn leaf_output(stage: &mut StageBuilder<'_>, trees: &Trees<'_>) -> Result<Option<Slot>, BundleError> {
    match trees {
        Trees::None => Ok(None),
        Trees::One(_) => stage.optional_output("leaf", DataType::Double),
        Trees::Ensemble(trees) => stage.optional_output("leaf", DataType::Vector(Some(trees.len()))),
    }
}

/// Sets the column; `scratch` holds the features afterwards.
pub(super) fn set_leaf(frame: &mut Frame, slot: Slot, trees: &Trees<'_>, features: Slot, scratch: &mut Vec<f64>) {
    if let Some(features) = frame.vector(features) {
        features.write_dense(scratch);
    }
    match trees {
        Trees::None => {}
        Trees::One(tree) => frame.put(slot, tree.leaf_index(scratch) as f64),
        Trees::Ensemble(trees) => {
            let mut vector = frame.take_vector(slot);
            for (value, index) in vector.start_dense(trees.len()).iter_mut().zip(trees.leaf_indices(scratch)) {
                *value = index as f64;
            }
            frame.set(slot, Value::Vector(vector));
        }
    }
}
