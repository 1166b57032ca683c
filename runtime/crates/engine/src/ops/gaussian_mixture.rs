//! `gaussian_mixture`: Spark's `GaussianMixtureModel`.
//!
//! Attributes:
//!
//! - `weights`: list of double
//! - `means`: list of tensor of double
//! - `covs`: list of tensor of double

use super::{Op, eigen::eigen, features::read_features};
use crate::{
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot, Value},
    plan::StageBuilder,
    vector::Vector,
};

#[derive(Debug)]
struct GaussianMixture {
    gaussians: Vec<Gaussian>,
    weights: Vec<f64>,
    features: Slot,
    size: usize,
    probability: Option<Slot>,
    prediction: Option<Slot>,
}

/// A normal distribution, ready to give densities: ln p(x) = `log_scale` - |`root_mean` - `root` x|² / 2.
#[derive(Debug)]
struct Gaussian {
    /// The root of the covariance's pseudo-inverse, row by row.
    root: Vec<f64>,
    root_mean: Vec<f64>,
    log_scale: f64,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let weights = attributes.doubles("weights")?.to_vec();
    let (means, covariances) = (attributes.vectors("means")?, attributes.vectors("covs")?);
    let size = means.first().ok_or_else(|| BundleError::format("has no means"))?.len();
    if weights.len() != means.len() || weights.len() != covariances.len() {
        return Err(BundleError::format(format!(
            "has {} weights, {} means and {} covariances",
            weights.len(),
            means.len(),
            covariances.len()
        )));
    }
    stage.decompose(means.len(), size)?;
    let gaussians = means.into_iter().zip(covariances).map(|(mean, covariance)| {
        if mean.len() != size || size * size != covariance.len() {
            return Err(BundleError::format("has means and covariances of several sizes"));
        }
        if covariance.iter().any(|value| !value.is_finite()) {
            return Err(BundleError::attribute("covs", "holds a number that is not finite"));
        }
        Ok(Gaussian::new(mean, covariance))
    });
    let gaussians = gaussians.collect::<Result<Vec<_>, _>>()?;
    let features = read_features(stage, size)?.slot;
    let probability = stage.optional_output("probability", DataType::Vector(Some(weights.len())))?;
    let prediction = stage.optional_output("prediction", DataType::Int)?;
    Ok(Box::new(GaussianMixture { gaussians, weights, features, size, probability, prediction }))
}

impl Gaussian {
    fn new(mean: &[f64], covariance: &[f64]) -> Self {
        let size = mean.len();
        let (values, mut root) = eigen(covariance.to_vec(), size);
        // Spark's tolerance: what is smaller counts as 0.
        let tolerance = f64::EPSILON * values.iter().copied().fold(f64::MIN, f64::max) * size as f64;
        let mut log_determinant = 0.0;
        for (row, value) in values.iter().enumerate() {
            let factor = if *value > tolerance { (1.0 / value).sqrt() } else { 0.0 };
            root[row * size..(row + 1) * size].iter_mut().for_each(|element| *element *= factor);
            log_determinant += if *value > tolerance { value.ln() } else { 0.0 };
        }
        let mean = Vector::from_dense(mean.to_vec());
        let root_mean = root.chunks_exact(size.max(1)).map(|row| mean.dot(row)).collect();
        let log_scale = -0.5 * (size as f64 * std::f64::consts::TAU.ln() + log_determinant);
        Self { root, root_mean, log_scale }
    }

    fn density(&self, point: &Vector) -> f64 {
        let rows = self.root_mean.iter().zip(self.root.chunks_exact(point.len().max(1)));
        let squares = rows.fold(0.0, |sum, (mean, row)| {
            let difference = mean - point.dot(row);
            sum + difference * difference
        });
        (self.log_scale - 0.5 * squares).exp()
    }
}

impl Op for GaussianMixture {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        // On an error the buffer is lost, which costs the next row an allocation.
        let mut shares = std::mem::take(&mut frame.margins);
        shares.clear();
        let features = frame.features(self.features, Some(self.size))?;
        for (gaussian, weight) in self.gaussians.iter().zip(&self.weights) {
            shares.push(f64::EPSILON + weight * gaussian.density(features));
        }
        let sum: f64 = shares.iter().sum();
        for share in &mut shares {
            *share /= sum;
        }
        if let Some(slot) = self.probability {
            frame.set_dense(slot, &shares);
        }
        if let Some(slot) = self.prediction {
            frame.set(slot, Value::Int(Vector::argmax(&shares) as i32));
        }
        frame.margins = shares;
        Ok(Flow::Next)
    }
}
