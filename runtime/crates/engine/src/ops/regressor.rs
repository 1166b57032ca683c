//! What Spark's regressors share: one number for a vector of features.

use super::{
    Op,
    features::read_features,
    leaf::{Trees, leaf_output, set_leaf},
};
use crate::{
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot},
    plan::{ModelReader, StageBuilder},
    vector::Vector,
};

/// A fitted regressor.
pub(super) trait Regress: std::fmt::Debug + Send + Sync {
    /// The prediction; `scratch` is for anything that needs an array.
    fn predict(&self, features: &Vector, scratch: &mut Vec<f64>) -> Result<f64, Fault>;

    fn trees(&self) -> Trees<'_> {
        Trees::None
    }
}

/// A regressor as its model's folder gives it, with the number of its features.
#[derive(Debug)]
pub(super) struct FittedRegressor {
    model: Box<dyn Regress>,
    size: usize,
}

impl FittedRegressor {
    pub(super) fn new(model: impl Regress + 'static, size: usize) -> Self {
        Self { model: Box::new(model), size }
    }
}

/// A regressor between its columns.
#[derive(Debug)]
struct Regressor {
    fitted: FittedRegressor,
    features: Slot,
    prediction: Option<Slot>,
    leaf: Option<Slot>,
}

/// Ties a regressor to the ports of its node.
pub(super) fn build_regressor(
    stage: &mut StageBuilder<'_>,
    read: fn(&mut ModelReader<'_>) -> Result<FittedRegressor, BundleError>,
) -> Result<Box<dyn Op>, BundleError> {
    let fitted = read(stage.model())?;
    let features = read_features(stage, fitted.size)?.slot;
    let prediction = stage.optional_output("prediction", DataType::Double)?;
    let leaf = leaf_output(stage, &fitted.model.trees())?;
    Ok(Box::new(Regressor { fitted, features, prediction, leaf }))
}

impl Op for Regressor {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        // On an error the buffer is lost, which costs the next row an allocation.
        let mut scratch = std::mem::take(&mut frame.scratch);
        let features = frame.features(self.features, Some(self.fitted.size))?;
        let prediction = self.fitted.model.predict(features, &mut scratch)?;
        if let Some(slot) = self.prediction {
            frame.put(slot, prediction);
        }
        if let Some(slot) = self.leaf {
            set_leaf(frame, slot, &self.fitted.model.trees(), self.features, &mut scratch);
        }
        frame.scratch = scratch;
        Ok(Flow::Next)
    }
}
