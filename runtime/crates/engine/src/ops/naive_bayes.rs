//! `naive_bayes`: Spark's `NaiveBayesModel`.
//!
//! Spark raises on features that the kind of model has no likelihood for; MLeap's runtime scores negative counts, and
//! does not load the complement and gaussian models that its exporter writes.
//!
//! Attributes:
//!
//! - `num_features`: integer
//! - `num_classes`: integer
//! - `pi`: tensor of double
//! - `theta`: matrix of double
//! - `sigma`: matrix of double; `gaussian` only
//! - `model_type`: string, `multinomial`, `complement`, `bernoulli` or `gaussian`
//! - `thresholds`: list of double, one for each class; default none

use super::{
    Op,
    classifier::{Classify, FittedClassifier, build_classifier, read_classes, read_thresholds, softmax},
};
use crate::{
    bundle::Attributes,
    error::{BundleError, Fault},
    plan::{ModelReader, StageBuilder},
    vector::Vector,
};

#[derive(Debug)]
struct NaiveBayes {
    likelihood: Likelihood,
    /// What the raw prediction of each class starts from.
    prior: Vec<f64>,
    thresholds: Option<Vec<f64>>,
}

/// The parameters hold the features of the first class, of the second, …
#[derive(Debug)]
enum Likelihood {
    Multinomial { weights: Vec<f64> },
    Complement { weights: Vec<f64> },
    Bernoulli { weights: Vec<f64> },
    Gaussian { means: Vec<f64>, variances: Vec<f64> },
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    build_classifier(stage, read)
}

pub(super) fn read(model: &mut ModelReader<'_>) -> Result<FittedClassifier, BundleError> {
    let attributes = model.attributes();
    let (size, classes) = (attributes.size("num_features")?, read_classes(attributes)?);
    let mut prior = attributes.vector("pi")?.to_vec();
    if prior.len() != classes {
        return Err(BundleError::format(format!("has {} priors for {classes} classes", prior.len())));
    }
    let theta = read_matrix(attributes, "theta", classes, size)?;
    let likelihood = match attributes.optional_string("model_type")? {
        Some("multinomial") => Likelihood::Multinomial { weights: theta },
        Some("complement") => {
            prior.fill(0.0);
            Likelihood::Complement { weights: theta }
        }
        Some("bernoulli") => bernoulli(theta, &mut prior),
        Some("gaussian") => {
            let variances = read_matrix(attributes, "sigma", classes, size)?;
            for (prior, variances) in prior.iter_mut().zip(rows(&variances, classes)) {
                *prior -= variances.iter().map(|variance| variance.ln()).sum::<f64>() / 2.0;
            }
            Likelihood::Gaussian { means: theta, variances }
        }
        other => {
            let other = other.unwrap_or_default().escape_default();
            return Err(BundleError::unsupported(format!("attribute `model_type` is `{other}`, which Spark has not"))
                .in_attribute("model_type"));
        }
    };
    let thresholds = read_thresholds(attributes, classes)?;
    Ok(FittedClassifier::new(NaiveBayes { likelihood, prior, thresholds }, size, classes))
}

/// A feature that is there adds ln θ, one that is not adds ln(1 - θ): the latter for all goes into the prior.
fn bernoulli(theta: Vec<f64>, prior: &mut [f64]) -> Likelihood {
    let absent = |theta: f64| (-theta.exp()).ln_1p();
    let classes = prior.len();
    for (prior, theta) in prior.iter_mut().zip(rows(&theta, classes)) {
        *prior += theta.iter().map(|theta| absent(*theta)).sum::<f64>();
    }
    Likelihood::Bernoulli { weights: theta.into_iter().map(|theta| theta - absent(theta)).collect() }
}

/// A matrix of one row for each class, row by row.
fn read_matrix(attributes: &Attributes, name: &str, classes: usize, size: usize) -> Result<Vec<f64>, BundleError> {
    let (rows, columns, values) = attributes.matrix(name)?;
    if (rows, columns) != (classes, size) {
        return Err(BundleError::attribute(name, format!("is {rows} by {columns}, expected is {classes} by {size}")));
    }
    Ok((0..values.len()).map(|position| values[position / columns + position % columns * rows]).collect())
}

/// The rows of a matrix, empty ones included.
fn rows(values: &[f64], count: usize) -> impl Iterator<Item = &[f64]> {
    let size = values.len() / count;
    (0..count).map(move |row| &values[row * size..(row + 1) * size])
}

impl NaiveBayes {
    fn add_products(&self, features: &Vector, weights: &[f64], raw: &mut [f64]) {
        for ((raw, prior), weights) in raw.iter_mut().zip(&self.prior).zip(rows(weights, self.prior.len())) {
            *raw = prior + features.dot(weights);
        }
    }
}

impl Classify for NaiveBayes {
    fn raw(&self, features: &Vector, scratch: &mut Vec<f64>, raw: &mut [f64]) -> Result<(), Fault> {
        match &self.likelihood {
            Likelihood::Multinomial { weights } => {
                require(features, |value| value > 0.0, "nonnegative")?;
                self.add_products(features, weights, raw);
            }
            Likelihood::Complement { weights } => {
                require(features, |value| value > 0.0, "nonnegative")?;
                self.add_products(features, weights, raw);
                let largest = raw.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let sum: f64 = raw.iter().map(|value| (value - largest).exp()).sum();
                let log_sum = sum.ln() + largest;
                for value in raw {
                    *value -= log_sum;
                }
            }
            Likelihood::Bernoulli { weights } => {
                require(features, |value| value == 1.0, "0 or 1")?;
                self.add_products(features, weights, raw);
            }
            Likelihood::Gaussian { means, variances } => {
                features.write_dense(scratch);
                let classes = self.prior.len();
                let parameters = rows(means, classes).zip(rows(variances, classes));
                for ((raw, prior), (means, variances)) in raw.iter_mut().zip(&self.prior).zip(parameters) {
                    let terms = scratch.iter().zip(means).zip(variances);
                    let sum: f64 = terms.map(|((x, mean), variance)| (x - mean) * (x - mean) / variance).sum();
                    *raw = prior - sum / 2.0;
                }
            }
        }
        Ok(())
    }

    fn probability(&self, raw: &mut [f64]) {
        softmax(raw);
    }

    fn thresholds(&self) -> Option<&[f64]> {
        self.thresholds.as_deref()
    }
}

/// Spark checks every value but 0; NaN passes no check.
fn require(features: &Vector, allowed: impl Fn(f64) -> bool, what: &str) -> Result<(), Fault> {
    match features.active().find(|(_, value)| *value != 0.0 && !allowed(*value)) {
        None => Ok(()),
        Some((index, value)) => {
            Err(Fault::new(format!("holds {value} at {index}, but naive Bayes needs {what} values")))
        }
    }
}
