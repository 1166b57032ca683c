//! `binarizer`: Spark's `Binarizer` for numbers and vectors, in one or several columns, and `sklearn_binarizer`.
//!
//! A number above the threshold becomes 1, all else 0: NaN and null too. In a vector, implicit zeros count as zeros,
//! so that with a negative threshold they become 1, and NaN with them (MLeap's runtime keeps both at 0). The result
//! is compressed.
//!
//! Attributes:
//!
//! - `threshold`: double
//! - `thresholds`: list of double, one for each column; default `threshold` for all
//! - `input_shapes`: list of shape, default the types of the columns; several columns have `input_shapes_list` instead
//! - `input_shapes_list`: list of shape

use super::{
    Op,
    features::{check_number, shape_type},
};
use crate::{
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot, Value},
    plan::{Column, StageBuilder},
    vector::Vector,
};

#[derive(Debug)]
struct Binarizer {
    columns: Vec<Binarized>,
}

#[derive(Debug)]
struct Binarized {
    input: Column,
    output: Slot,
    threshold: f64,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let shapes = match ["input_shapes_list", "input_shapes"].into_iter().find(|name| attributes.has(name)) {
        Some(name) => attributes.shapes(name)?,
        // Bundles written for Spark 2 have none.
        None => &[],
    };
    let inputs = stage.inputs(|position| shape_type(shapes.get(position)))?;
    let thresholds = match attributes.optional_doubles("thresholds")? {
        Some(thresholds) => thresholds.to_vec(),
        None => vec![attributes.double("threshold")?; inputs.len()],
    };
    if inputs.len() != thresholds.len() {
        return Err(BundleError::format(format!("has {} inputs but {} thresholds", inputs.len(), thresholds.len())));
    }
    let outputs = stage.outputs(inputs.iter().map(|input| output_type(&input.data_type)).collect())?;
    let columns = inputs.into_iter().zip(outputs).zip(thresholds).map(|((input, output), threshold)| {
        let input = if matches!(input.data_type, DataType::Vector(_)) { input } else { check_number(input)? };
        Ok(Binarized { input, output, threshold })
    });
    Ok(Box::new(Binarizer { columns: columns.collect::<Result<_, BundleError>>()? }))
}

fn output_type(input: &DataType) -> DataType {
    match input {
        DataType::Vector(size) => DataType::Vector(*size),
        _ => DataType::Double,
    }
}

impl Op for Binarizer {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        for Binarized { input, output, threshold } in &self.columns {
            let value = if let DataType::Vector(size) = input.data_type {
                let mut binary = frame.take_vector(*output);
                let vector = frame.features(input.slot, size).map_err(|fault| fault.in_column(&input.name))?;
                binarize(vector, *threshold, &mut binary);
                Value::Vector(binary)
            } else {
                let above = frame.number(input.slot).is_some_and(|value| value > *threshold);
                Value::Double(f64::from(u8::from(above)))
            };
            frame.set(*output, value);
        }
        Ok(Flow::Next)
    }
}

fn binarize(vector: &Vector, threshold: f64, binary: &mut Vector) {
    if threshold < 0.0 {
        binary.start_dense(vector.len()).fill(1.0);
        for (index, value) in vector.active() {
            if value <= threshold {
                binary.values_mut()[index] = 0.0;
            }
        }
    } else {
        binary.start_sparse(vector.len());
        for (index, value) in vector.active() {
            if value > threshold {
                binary.push(index, 1.0);
            }
        }
    }
    binary.compress();
}
