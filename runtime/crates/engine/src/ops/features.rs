//! Columns of numbers and of vectors, checked when a stage is built.

use crate::{
    bundle::Shape,
    data_type::DataType,
    error::BundleError,
    plan::{Column, StageBuilder},
};

/// The column at the port `features`, which must be a vector of `size` elements.
pub(super) fn read_features(stage: &mut StageBuilder<'_>, size: usize) -> Result<Column, BundleError> {
    read_vector(stage, "features", Some(size))
}

/// The column at a port that takes a vector, of `size` elements where the model knows that.
pub(super) fn read_vector(
    stage: &mut StageBuilder<'_>,
    port: &str,
    size: Option<usize>,
) -> Result<Column, BundleError> {
    let column = stage.input(port, DataType::Vector(size))?;
    match (&column.data_type, size) {
        (DataType::Vector(Some(actual)), Some(size)) if *actual != size => Err(BundleError::format(format!(
            "was fitted on {size} features, but the column `{}` has {actual}",
            column.name
        ))),
        (DataType::Vector(_), _) => Ok(column),
        (actual, _) => Err(BundleError::format(format!("the column `{}` is no vector but {actual}", column.name))),
    }
}

/// The column at a port that takes a number.
pub(super) fn read_number(stage: &mut StageBuilder<'_>, port: &str) -> Result<Column, BundleError> {
    check_number(stage.input(port, DataType::Double)?)
}

/// Passes a column of numbers through.
pub(super) fn check_number(column: Column) -> Result<Column, BundleError> {
    if column.data_type.is_numeric() {
        Ok(column)
    } else {
        Err(BundleError::format(format!("the column `{}` is no number but {}", column.name, column.data_type)))
    }
}

/// Passes a column of Spark's `NumericType` through, which booleans are not.
pub(super) fn check_numeric(column: Column) -> Result<Column, BundleError> {
    if column.data_type == DataType::Boolean {
        return Err(BundleError::format(format!("the column `{}` is no number but boolean", column.name)));
    }
    check_number(column)
}

/// The type of an input that nobody declares, by the shape that its stage was fitted on.
pub(super) fn shape_type(shape: Option<&Shape>) -> DataType {
    match shape {
        Some(Shape::Tensor(size)) => DataType::Vector(*size),
        _ => DataType::Double,
    }
}
