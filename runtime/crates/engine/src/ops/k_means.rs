//! `k_means`: Spark's `KMeansModel`, the first of the nearest centres.
//!
//! Spark raises on NaN, where MLeap's runtime answers 0. The attribute `distance_measure`, unknown to MLeap, says
//! `cosine` where the model was fitted with it.
//!
//! Attributes:
//!
//! - `cluster_centers`: list of tensor of double
//! - `distance_measure`: string, `euclidean` (default) or `cosine`; unknown to MLeap

use super::{
    Op,
    distance::{Centre, Distance, nearest},
    features::read_features,
};
use crate::{
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot, Value},
    plan::StageBuilder,
};

#[derive(Debug)]
struct KMeans {
    centres: Vec<Centre>,
    distance: Distance,
    features: Slot,
    size: usize,
    prediction: Slot,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let distance = Distance::read(attributes)?;
    let centres: Vec<_> =
        attributes.vectors("cluster_centers")?.into_iter().map(|values| Centre::new(values.to_vec())).collect();
    let size = centres.first().ok_or_else(|| BundleError::format("has no centres"))?.size();
    if centres.iter().any(|centre| centre.size() != size) {
        return Err(BundleError::format("has centres of several sizes"));
    }
    let features = read_features(stage, size)?.slot;
    let prediction = stage.output("prediction", DataType::Int)?;
    Ok(Box::new(KMeans { centres, distance, features, size, prediction }))
}

impl Op for KMeans {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let features = frame.features(self.features, Some(self.size))?;
        let cluster = nearest(self.distance, self.centres.iter(), features)?;
        frame.set(self.prediction, Value::Int(cluster as i32));
        Ok(Flow::Next)
    }
}
