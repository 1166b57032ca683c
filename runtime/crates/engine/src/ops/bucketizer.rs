//! `bucketizer`: Spark's `Bucketizer`, and what its `QuantileDiscretizer` fits.
//!
//! Buckets are closed below and open above, but for the last, which is closed. Comparison is the JVM's total order:
//! -0.0 lies below 0.0. NaN goes to an extra bucket (keep), drops the row (skip) or raises (error); null stays null,
//! except that skip drops it as well. A number outside the splits always raises.
//!
//! Attributes:
//!
//! - `splits`: list of double, three or more, ascending
//! - `handle_invalid`: string, `error` (default), `keep` or `skip`

use super::{Op, features::read_number, handle_invalid::HandleInvalid};
use crate::{
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot, Value},
    plan::StageBuilder,
};

#[derive(Debug)]
struct Bucketizer {
    input: Slot,
    output: Slot,
    splits: Splits,
    handle_invalid: HandleInvalid,
}

/// The ends of buckets, ascending.
#[derive(Debug)]
pub(super) struct Splits(Vec<f64>);

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let splits = Splits::read(attributes.doubles("splits")?)?;
    let handle_invalid = HandleInvalid::read(attributes)?;
    if handle_invalid == HandleInvalid::Skip {
        stage.drops_rows();
    }
    let input = read_number(stage, "input")?.slot;
    let output = stage.output("output", DataType::Double)?;
    Ok(Box::new(Bucketizer { input, output, splits, handle_invalid }))
}

/// Restores the infinite ends that MLeap's exporter writes as null in JSON, which is read as NaN.
pub(crate) fn with_open_ends(splits: &[f64]) -> Vec<f64> {
    let mut splits = splits.to_vec();
    if let [first, .., last] = splits.as_mut_slice() {
        for (end, lost) in [(first, f64::NEG_INFINITY), (last, f64::INFINITY)] {
            if end.is_nan() {
                *end = lost;
            }
        }
    }
    splits
}

impl Splits {
    pub(super) fn read(splits: &[f64]) -> Result<Self, BundleError> {
        Self::new(splits).map_err(|reason| BundleError::attribute("splits", reason))
    }

    fn new(splits: &[f64]) -> Result<Self, &'static str> {
        let splits = with_open_ends(splits);
        if splits.len() < 3 {
            return Err("needs at least three values");
        }
        if !splits.is_sorted_by(|lower, upper| lower < upper) {
            return Err("must be ascending values");
        }
        Ok(Self(splits))
    }

    /// How many buckets there are.
    fn buckets(&self) -> usize {
        self.0.len() - 1
    }

    /// The bucket of a number that is not NaN.
    pub(super) fn bucket(&self, value: f64) -> Result<usize, Fault> {
        let last = self.buckets();
        if value == self.0[last] {
            return Ok(last - 1);
        }
        match self.0.partition_point(|split| split.total_cmp(&value).is_le()) {
            above @ 1.. if above <= last => Ok(above - 1),
            _ => Err(Fault::new(format!(
                "holds {value:?}, which lies outside the splits {:?} to {:?}",
                self.0[0], self.0[last]
            ))),
        }
    }
}

impl Op for Bucketizer {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let value = match (frame.number(self.input), self.handle_invalid) {
            (None, HandleInvalid::Error | HandleInvalid::Keep) => Value::Null,
            (Some(value), _) if !value.is_nan() => Value::Double(self.splits.bucket(value)? as f64),
            (_, HandleInvalid::Skip) => return Ok(Flow::Drop),
            (_, HandleInvalid::Keep) => Value::Double(self.splits.buckets() as f64),
            (_, HandleInvalid::Error) => {
                return Err(Fault::new("is NaN, which handleInvalid = error does not allow"));
            }
        };
        frame.set(self.output, value);
        Ok(Flow::Next)
    }
}

#[cfg(test)]
mod tests {
    use super::Splits;

    fn bucket(splits: &[f64], value: f64) -> Option<usize> {
        Splits::new(splits).ok()?.bucket(value).ok()
    }

    /// Values from Spark 4.1.4.
    #[test]
    fn a_negative_zero_lies_below_zero() {
        assert_eq!(None, bucket(&[0.0, 1.0, 2.0], -0.0));
        assert_eq!(Some(0), bucket(&[-1.0, 0.0, 2.0], -0.0));
        assert_eq!(Some(1), bucket(&[-1.0, 0.0, 2.0], 0.0));
        assert_eq!(Some(1), bucket(&[-2.0, -1.0, 0.0], -0.0));
    }

    #[test]
    fn lost_ends_are_infinite() {
        let splits = [f64::NAN, 0.0, f64::NAN];
        assert_eq!(Some(0), bucket(&splits, f64::NEG_INFINITY));
        assert_eq!(Some(1), bucket(&splits, f64::INFINITY));
    }

    #[test]
    fn splits_that_make_no_buckets_are_refused() {
        for splits in [&[][..], &[0.0], &[0.0, 1.0], &[0.0, 0.0, 1.0], &[0.0, f64::NAN, 1.0], &[2.0, 1.0, 0.0]] {
            assert!(Splits::new(splits).is_err(), "{splits:?}");
        }
    }
}
