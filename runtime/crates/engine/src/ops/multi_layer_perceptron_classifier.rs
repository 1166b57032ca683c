//! `multi_layer_perceptron_classifier`: Spark's `MultilayerPerceptronClassificationModel`.
//!
//! Sigmoid layers, then a layer whose sums are the raw prediction and whose softmax is the probability.
//!
//! Attributes:
//!
//! - `layers`: list of integer, sizes from input to output
//! - `weights`: tensor of double
//! - `thresholds`: list of double, one for each class; default none

use super::{
    Op,
    classifier::{Classify, FittedClassifier, build_classifier, read_thresholds, softmax},
};
use crate::{
    error::{BundleError, Fault},
    plan::{ModelReader, StageBuilder},
    vector::Vector,
};

#[derive(Debug)]
struct Perceptron {
    layers: Vec<Layer>,
    thresholds: Option<Vec<f64>>,
    /// Values that all layers hold together, the inputs included.
    nodes: usize,
}

#[derive(Debug)]
struct Layer {
    /// The weights of the first input, of the second, …
    weights: Vec<f64>,
    bias: Vec<f64>,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    build_classifier(stage, read)
}

pub(super) fn read(model: &mut ModelReader<'_>) -> Result<FittedClassifier, BundleError> {
    let attributes = model.attributes();
    let sizes = attributes.sizes("layers")?;
    let ([size, .., classes], false) = (sizes.as_slice(), sizes.contains(&0)) else {
        return Err(BundleError::format(format!("has layers of the sizes {sizes:?}")));
    };
    let perceptron = Perceptron {
        layers: read_layers(&sizes, attributes.vector("weights")?)?,
        thresholds: read_thresholds(attributes, *classes)?,
        nodes: sizes.iter().sum(),
    };
    Ok(FittedClassifier::new(perceptron, *size, *classes))
}

/// Layer by layer: the weights of each input, then the bias.
fn read_layers(sizes: &[usize], mut weights: &[f64]) -> Result<Vec<Layer>, BundleError> {
    let misfit = || BundleError::format("the number of weights does not fit the layers");
    let mut layers = Vec::new();
    for (inputs, outputs) in sizes.iter().zip(&sizes[1..]) {
        let count = inputs.checked_mul(*outputs).ok_or_else(misfit)?;
        let (matrix, rest) = weights.split_at_checked(count).ok_or_else(misfit)?;
        let (bias, rest) = rest.split_at_checked(*outputs).ok_or_else(misfit)?;
        layers.push(Layer { weights: matrix.to_vec(), bias: bias.to_vec() });
        weights = rest;
    }
    if weights.is_empty() { Ok(layers) } else { Err(misfit()) }
}

impl Layer {
    /// Weighted sums of the inputs, plus the bias.
    fn apply(&self, inputs: &[f64], outputs: &mut [f64]) {
        outputs.copy_from_slice(&self.bias);
        for (input, weights) in inputs.iter().zip(self.weights.chunks_exact(outputs.len())) {
            for (output, weight) in outputs.iter_mut().zip(weights) {
                *output += weight * input;
            }
        }
    }
}

impl Classify for Perceptron {
    fn raw(&self, features: &Vector, scratch: &mut Vec<f64>, raw: &mut [f64]) -> Result<(), Fault> {
        features.write_dense(scratch);
        scratch.resize(self.nodes, 0.0);
        let (mut inputs, mut rest) = scratch.split_at_mut(features.len());
        let Some((last, hidden)) = self.layers.split_last() else { return Ok(()) };
        for layer in hidden {
            let (outputs, after) = rest.split_at_mut(layer.bias.len());
            layer.apply(inputs, outputs);
            for value in outputs.iter_mut() {
                *value = 1.0 / (1.0 + (-*value).exp());
            }
            (inputs, rest) = (outputs, after);
        }
        last.apply(inputs, raw);
        Ok(())
    }

    fn probability(&self, raw: &mut [f64]) {
        softmax(raw);
    }

    fn thresholds(&self) -> Option<&[f64]> {
        self.thresholds.as_deref()
    }

    /// Spark asks the network itself here, which knows of no thresholds.
    fn predict_alone(&self, raw: &mut [f64]) -> f64 {
        softmax(raw);
        Vector::argmax(raw) as f64
    }
}
