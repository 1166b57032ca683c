//! `aft_survival_regression`: Spark's `AFTSurvivalRegressionModel`.
//!
//! Attributes:
//!
//! - `coefficients`: tensor of double
//! - `intercept`: double
//! - `sparse_coefficients`: boolean, default false; unknown to MLeap, see `linear_regression`
//! - `scale`: double
//! - `quantile_probabilities`: list of double

use super::{Op, features::read_features, linear_regression::Linear};
use crate::{
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot, Value},
    plan::StageBuilder,
};

#[derive(Debug)]
struct AftSurvivalRegression {
    linear: Linear,
    /// Each quantile as a multiple of the prediction.
    quantiles: Vec<f64>,
    features: Slot,
    quantiles_column: Option<Slot>,
    prediction: Option<Slot>,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let linear = Linear::read(attributes)?;
    let scale = attributes.double("scale")?;
    let probabilities = attributes.doubles("quantile_probabilities")?;
    // Quantiles of the Weibull distribution.
    let quantiles: Vec<f64> =
        probabilities.iter().map(|probability| ((-(-probability).ln_1p()).ln() * scale).exp()).collect();
    let features = read_features(stage, linear.size())?.slot;
    let prediction = stage.optional_output("prediction", DataType::Double)?;
    let quantiles_column = stage.optional_output("quantiles", DataType::Vector(Some(quantiles.len())))?;
    Ok(Box::new(AftSurvivalRegression { linear, quantiles, features, quantiles_column, prediction }))
}

impl Op for AftSurvivalRegression {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let prediction = self.linear.apply(frame.features(self.features, Some(self.linear.size()))?).exp();
        if let Some(slot) = self.quantiles_column {
            let mut vector = frame.take_vector(slot);
            for (value, quantile) in vector.start_dense(self.quantiles.len()).iter_mut().zip(&self.quantiles) {
                *value = quantile * prediction;
            }
            frame.set(slot, Value::Vector(vector));
        }
        if let Some(slot) = self.prediction {
            frame.put(slot, prediction);
        }
        Ok(Flow::Next)
    }
}
