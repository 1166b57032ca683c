//! `hashing_term_frequency`: Spark's `HashingTF`.
//!
//! Tokens of any scalar type, hashed as what they are: MLeap's runtime hashes the text of a number. A null token
//! counts as well. Bundles written for Spark 2 have no `hashUnsafeBytesVersion` and hash text in their own way.
//!
//! Attributes:
//!
//! - `num_features`: integer
//! - `binary`: boolean, default false
//! - `hashUnsafeBytesVersion`: integer, 1 (default) or 2

use super::{
    Op,
    sums::Sums,
    tokens::{tokens, tokens_type},
};
use crate::{
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot, Value},
    java::murmur3::{self, Tail},
    plan::StageBuilder,
};

#[derive(Debug)]
struct HashingTermFrequency {
    input: Slot,
    output: Slot,
    size: i32,
    binary: bool,
    tail: Tail,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let size = read_num_features(stage)?;
    let binary = attributes.flag("binary")?;
    let tail = match attributes.optional_integer("hashUnsafeBytesVersion")? {
        None | Some(1) => Tail::Bytes,
        Some(2) => Tail::Word,
        Some(other) => {
            return Err(BundleError::unsupported(format!("attribute `hashUnsafeBytesVersion` is {other}, not 1 or 2"))
                .in_attribute("hashUnsafeBytesVersion"));
        }
    };
    let input = stage.input("input", tokens_type())?;
    match &input.data_type {
        DataType::List(element) if element.is_scalar() && !element.is_time() => {}
        other => return Err(BundleError::format(format!("hashes the column `{}` of type {other}", input.name))),
    }
    let output = stage.output("output", DataType::Vector(Some(size as usize)))?;
    Ok(Box::new(HashingTermFrequency { input: input.slot, output, size, binary, tail }))
}

/// The attribute `num_features`: how many buckets there are to hash into.
pub(super) fn read_num_features(stage: &StageBuilder<'_>) -> Result<i32, BundleError> {
    let size = stage.attributes().size("num_features")?;
    match i32::try_from(size) {
        Ok(size @ 1..) => Ok(size),
        _ => Err(BundleError::attribute("num_features", format!("is {size}"))),
    }
}

fn hash(token: &Value, tail: Tail) -> i32 {
    // Java knows one NaN only.
    match token {
        Value::String(text) => murmur3::of_text(text, tail),
        Value::Boolean(value) => murmur3::of_int(i32::from(*value)),
        Value::Byte(value) => murmur3::of_int(i32::from(*value)),
        Value::Short(value) => murmur3::of_int(i32::from(*value)),
        Value::Int(value) => murmur3::of_int(*value),
        Value::Long(value) => murmur3::of_long(*value),
        Value::Float(value) if value.is_nan() => murmur3::of_int(0x7fc0_0000),
        Value::Float(value) => murmur3::of_int(value.to_bits() as i32),
        Value::Double(value) if value.is_nan() => murmur3::of_long(0x7ff8_0000_0000_0000),
        Value::Double(value) => murmur3::of_long(value.to_bits() as i64),
        Value::Null | Value::Decimal(_) | Value::Vector(_) | Value::List(_) | Value::Map(_) => murmur3::OF_NULL,
    }
}

impl Op for HashingTermFrequency {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let mut sums = Sums::take(frame);
        for token in tokens(frame, self.input)? {
            sums.add(murmur3::bucket(hash(token, self.tail), self.size), 1.0);
        }
        sums.finish(frame, self.output, self.size as usize, |count| Some(if self.binary { 1.0 } else { count }));
        Ok(Flow::Next)
    }
}

#[cfg(test)]
mod tests {
    use super::{Tail, hash, murmur3::bucket};
    use crate::frame::Value;

    #[test]
    fn tokens_that_are_no_text_hash_as_in_spark() {
        // The indices that Spark 4.1's HashingTF gave with 1000 features.
        for (expected, tokens) in [
            (vec![42, 379, 467], vec![Value::Null, Value::String("a".to_owned()), Value::String("😀".to_owned())]),
            (vec![43, 791], vec![Value::Boolean(true), Value::Boolean(false)]),
            (vec![43, 586], vec![Value::Byte(1), Value::Byte(-3)]),
            (vec![16, 43], vec![Value::Short(1), Value::Short(300)]),
            (vec![43, 613], vec![Value::Int(1), Value::Int(-1)]),
            (vec![313, 669, 993], vec![Value::Long(1), Value::Long(-1), Value::Long(1 << 40)]),
            (vec![105, 685, 942], vec![Value::Float(1.0), Value::Float(-0.0), Value::Float(0.5)]),
            (
                vec![58, 615, 805, 915],
                vec![Value::Double(1.0), Value::Double(-0.0), Value::Double(0.0), Value::Double(-f64::NAN)],
            ),
        ] {
            let mut indices: Vec<_> = tokens.iter().map(|token| bucket(hash(token, Tail::Word), 1000)).collect();
            indices.sort_unstable();
            assert_eq!(expected, indices, "{tokens:?}");
        }
    }
}
