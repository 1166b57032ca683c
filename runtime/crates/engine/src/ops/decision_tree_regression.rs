//! `decision_tree_regression`: Spark's `DecisionTreeRegressionModel`.
//!
//! MLeap does not know the ports `leaf` and `variance`; where the latter is there, each leaf holds its variance after its
//! prediction.
//!
//! Attributes:
//!
//! - `num_features`: integer

use super::{Op, decision_tree_classifier::check_tree, features::read_features};
use crate::{
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot},
    plan::StageBuilder,
    tree::Tree,
};

#[derive(Debug)]
struct DecisionTree {
    tree: Tree,
    size: usize,
    features: Slot,
    prediction: Option<Slot>,
    variance: Option<Slot>,
    leaf: Option<Slot>,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let size = stage.attributes().size("num_features")?;
    let tree = stage.model().tree()?;
    let features = read_features(stage, size)?.slot;
    let prediction = stage.optional_output("prediction", DataType::Double)?;
    let variance = stage.optional_output("variance", DataType::Double)?;
    let leaf = stage.optional_output("leaf", DataType::Double)?;
    check_tree(&tree, size, 1 + usize::from(variance.is_some()))?;
    Ok(Box::new(DecisionTree { tree, size, features, prediction, variance, leaf }))
}

impl Op for DecisionTree {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        // On an error the buffer is lost, which costs the next row an allocation.
        let mut scratch = std::mem::take(&mut frame.scratch);
        frame.features(self.features, Some(self.size))?.write_dense(&mut scratch);
        let leaf = self.tree.leaf_index(&scratch);
        let values = self.tree.leaf_values(leaf);
        if let Some(slot) = self.prediction {
            frame.put(slot, values[0]);
        }
        if let Some(slot) = self.variance {
            frame.put(slot, values[1]);
        }
        if let Some(slot) = self.leaf {
            frame.put(slot, leaf as f64);
        }
        frame.scratch = scratch;
        Ok(Flow::Next)
    }
}
