//! `saltus.bucketizer`: Spark's `Bucketizer` for several columns with handleInvalid = skip.
//!
//! Null or NaN in any of the columns drops the row before a number outside the splits of another one could raise;
//! MLeap's format has one bucketizer for each column.
//!
//! Attributes:
//!
//! - `splits_0`, …: list of double, one list for each column, each as in `bucketizer`
//! - `handle_invalid`: string, `skip`

use super::{Op, bucketizer::Splits, features::check_number, handle_invalid::HandleInvalid};
use crate::{
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot},
    plan::{Column, StageBuilder},
};

#[derive(Debug)]
struct JointBucketizer {
    columns: Vec<(Column, Slot, Splits)>,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    if HandleInvalid::read(attributes)? != HandleInvalid::Skip {
        return Err(BundleError::attribute("handle_invalid", "is not skip"));
    }
    stage.drops_rows();
    let inputs = stage.inputs(|_| DataType::Double)?;
    let outputs = stage.outputs(vec![DataType::Double; inputs.len()])?;
    let columns = inputs.into_iter().zip(outputs).enumerate().map(|(position, (input, output))| {
        let splits = Splits::read(attributes.doubles(&format!("splits_{position}"))?)?;
        Ok((check_number(input)?, output, splits))
    });
    Ok(Box::new(JointBucketizer { columns: columns.collect::<Result<_, BundleError>>()? }))
}

impl Op for JointBucketizer {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let invalid = |slot: Slot| frame.number(slot).is_none_or(f64::is_nan);
        if self.columns.iter().any(|(input, ..)| invalid(input.slot)) {
            return Ok(Flow::Drop);
        }
        for (input, output, splits) in &self.columns {
            if let Some(value) = frame.number(input.slot) {
                let bucket = splits.bucket(value).map_err(|fault| fault.in_column(&input.name))?;
                frame.put(*output, bucket as f64);
            }
        }
        Ok(Flow::Next)
    }
}
