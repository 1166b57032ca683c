//! `pca`: Spark's `PCAModel`. Always dense, and not centred.
//!
//! MLeap's exporter for scikit-learn leaves out the mean, which scikit-learn takes off first; what it writes is refused.
//!
//! Attributes:
//!
//! - `principal_components`: matrix of double

use super::{
    Op,
    vector_map::{VectorMap, build_map},
};
use crate::{
    error::{BundleError, Fault},
    frame::Flow,
    plan::StageBuilder,
    vector::Vector,
};

#[derive(Debug)]
struct Pca {
    size: usize,
    /// One after the other.
    components: Vec<f64>,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    if stage.model().is_by_scikit_learn() {
        return Err(BundleError::unsupported(
            "is scikit-learn's `PCA`, of which MLeap's exporter writes neither the mean nor the shape",
        )
        .with_hint("fit a `PCA` of Spark, or project in front of the pipeline"));
    }
    let (size, _, components) = stage.attributes().matrix("principal_components")?;
    if size == 0 {
        return Err(BundleError::attribute("principal_components", "has no rows"));
    }
    build_map(stage, Pca { size, components: components.to_vec() })
}

impl VectorMap for Pca {
    fn input_size(&self) -> Option<usize> {
        Some(self.size)
    }

    fn output_size(&self, _: Option<usize>) -> Option<usize> {
        Some(self.components.len() / self.size)
    }

    fn map(&self, vector: &Vector, mapped: &mut Vector) -> Result<Flow, Fault> {
        let projected = mapped.start_dense(self.components.len() / self.size);
        for (value, component) in projected.iter_mut().zip(self.components.chunks_exact(self.size)) {
            *value = vector.dot(component);
        }
        Ok(Flow::Next)
    }
}
