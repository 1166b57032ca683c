//! `vector_assembler`: Spark's `VectorAssembler`.
//!
//! Non-zero values are concatenated and compressed, so that the same assembler gives dense or sparse rows depending
//! on the data. MLeap's format has no place for `handleInvalid`; the attribute `handle_invalid`, unknown to MLeap,
//! says what becomes of null and of NaN in a scalar column. NaN inside a vector always passes.
//!
//! Attributes:
//!
//! - `input_shapes`: list of shape
//! - `handle_invalid`: string, `error` (default), `keep` or `skip`; unknown to MLeap

use super::{Op, features::shape_type, handle_invalid::HandleInvalid};
use crate::{
    bundle::Shape,
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot, Value},
    plan::{Column, StageBuilder},
};

#[derive(Debug)]
struct VectorAssembler {
    inputs: Vec<Part>,
    output: Slot,
    /// Elements of the result, where the bundle tells; it is limited then.
    size: Option<usize>,
    handle_invalid: HandleInvalid,
}

#[derive(Debug)]
struct Part {
    column: Column,
    /// Elements the column takes up; unknown for a vector whose size nobody declares.
    size: Option<usize>,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let handle_invalid = HandleInvalid::read(stage.attributes())?;
    let shapes = stage.attributes().shapes("input_shapes")?;
    let columns = stage.inputs(|position| shape_type(shapes.get(position)))?;
    if columns.len() != shapes.len() {
        return Err(BundleError::format(format!("has {} inputs but {} shapes", columns.len(), shapes.len())));
    }
    let inputs = columns.into_iter().zip(shapes).map(|(column, shape)| {
        let size = match (&column.data_type, shape) {
            (DataType::Vector(Some(size)), _) | (DataType::Vector(None), Shape::Tensor(Some(size))) => Some(*size),
            (DataType::Vector(None), _) => None,
            (data_type, _) if data_type.is_numeric() => Some(1),
            (data_type, _) => {
                return Err(BundleError::format(format!("assembles the column `{}` of type {data_type}", column.name)));
            }
        };
        Ok(Part { column, size })
    });
    let inputs = inputs.collect::<Result<Vec<_>, _>>()?;
    if handle_invalid == HandleInvalid::Skip {
        stage.drops_rows();
    }
    let size = inputs.iter().try_fold(0_usize, |sum, part| Some(sum.saturating_add(part.size?)));
    let output = stage.output("output", DataType::Vector(size))?;
    Ok(Box::new(VectorAssembler { inputs, output, size, handle_invalid }))
}

impl VectorAssembler {
    /// What becomes of a null, or of a NaN in a scalar column: the number of NaNs that take its place.
    fn invalid(&self, part: &Part, what: &str) -> Result<Option<usize>, Fault> {
        let column = &part.column;
        match (self.handle_invalid, part.size) {
            (HandleInvalid::Error, _) => {
                Err(Fault::new(format!("is {what}, which handleInvalid = error does not allow"))
                    .in_column(&column.name))
            }
            (HandleInvalid::Skip, _) => Ok(None),
            (HandleInvalid::Keep, Some(size)) => Ok(Some(size)),
            (HandleInvalid::Keep, None) => {
                Err(Fault::new("is null, and its size is not declared").in_column(&column.name))
            }
        }
    }
}

impl Op for VectorAssembler {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let (columns, assembled) = frame.split(self.output);
        match self.size {
            // A row mostly takes the form that the one before took.
            Some(size) => assembled.start_anew(size),
            // The size is known only at the end, and every index lies below it.
            None => assembled.start_sparse(usize::MAX),
        }
        let (mut offset, mut nonzero) = (0, 0);
        for part in &self.inputs {
            let missing = match columns.get(part.column.slot) {
                Value::Vector(vector) => {
                    if part.size.is_some_and(|size| size != vector.len()) {
                        let expected = part.size.unwrap_or_default();
                        let reason = format!("has {} elements, expected are {expected}", vector.len());
                        return Err(Fault::new(reason).in_column(&part.column.name));
                    }
                    for (index, value) in vector.active() {
                        nonzero += usize::from(value != 0.0);
                        assembled.fill(offset + index, value);
                    }
                    offset += vector.len();
                    continue;
                }
                cell => match cell.as_number() {
                    Some(value) if !value.is_nan() => {
                        nonzero += usize::from(value != 0.0);
                        assembled.fill(offset, value);
                        offset += 1;
                        continue;
                    }
                    Some(_) => "NaN",
                    None => "null",
                },
            };
            let Some(count) = self.invalid(part, missing)? else { return Ok(Flow::Drop) };
            for index in offset..offset + count {
                assembled.fill(index, f64::NAN);
            }
            nonzero += count;
            offset += count;
        }
        if self.size.is_none() {
            assembled.set_size(offset);
        }
        assembled.compress_to(nonzero);
        Ok(Flow::Next)
    }
}
