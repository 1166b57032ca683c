//! The port `features` that every model reads.

use crate::{
    data_type::DataType,
    error::BundleError,
    plan::{Column, StageBuilder},
};

/// The column at the port `features`, which must be a vector of `size` elements.
pub(super) fn read_features(stage: &mut StageBuilder<'_>, size: usize) -> Result<Column, BundleError> {
    let features = stage.input("features", DataType::Vector(Some(size)))?;
    match features.data_type {
        DataType::Vector(Some(actual)) if actual != size => Err(BundleError::format(format!(
            "was fitted on {size} features, but the column `{}` has {actual}",
            features.name
        ))),
        DataType::Vector(_) => Ok(features),
        _ => {
            Err(BundleError::format(format!("the column `{}` is no vector but {}", features.name, features.data_type)))
        }
    }
}
