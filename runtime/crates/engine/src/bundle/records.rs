//! Side files that hold a tree: one record for each node, in pre-order, in either encoding.

use std::marker::PhantomData;

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::{
    header::Format,
    number::{double, numbers},
    protobuf,
    value::Parsed,
};
use crate::error::BundleError;

/// A node of a decision tree.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TreeRecord {
    Leaf {
        values: Vec<f64>,
    },
    Continuous {
        feature: u32,
        threshold: f64,
    },
    /// The categories of one side of the split, out of `count`.
    Categorical {
        feature: u32,
        is_left: bool,
        count: u32,
        categories: Vec<f64>,
    },
}

/// A node of a bisecting k-means.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ClusterRecord {
    /// The cluster's number; negative in internal nodes.
    pub(crate) index: i32,
    /// Length of the centre.
    pub(crate) norm: f64,
    /// The centre.
    pub(crate) values: Vec<f64>,
    pub(crate) children: u32,
}

/// What a tree file is made of.
pub(crate) trait Record: Sized {
    fn from_json(line: &[u8]) -> Parsed<Self>;

    fn from_protobuf(message: &[u8]) -> Parsed<Self>;
}

/// The records of a file, in order.
#[derive(Debug)]
pub(crate) struct Records<'a, R> {
    member: String,
    format: Format,
    rest: &'a [u8],
    position: usize,
    kind: PhantomData<R>,
}

impl<'a, R: Record> Records<'a, R> {
    pub(crate) fn new(member: impl Into<String>, format: Format, bytes: &'a [u8]) -> Self {
        Self { member: member.into(), format, rest: bytes, position: 0, kind: PhantomData }
    }

    /// An error in the record that was last given.
    pub(crate) fn problem(&self, reason: &str) -> BundleError {
        BundleError::format(format!("node {}: {reason}", self.position.saturating_sub(1))).at(&*self.member)
    }

    /// An error in the file as a whole.
    pub(crate) fn error(&self, error: BundleError) -> BundleError {
        error.at(&*self.member)
    }

    /// The bytes of the next record; an error where the file ends inside of it.
    fn split(&mut self) -> Option<Parsed<&'a [u8]>> {
        match self.format {
            Format::Json => {
                while let Some((b'\n' | b'\r' | b' ', rest)) = self.rest.split_first() {
                    self.rest = rest;
                }
                let end = self.rest.iter().position(|byte| *byte == b'\n').unwrap_or(self.rest.len());
                let (line, rest) = self.rest.split_at(end);
                self.rest = rest;
                (!line.is_empty()).then_some(Ok(line))
            }
            Format::Protobuf if self.rest.is_empty() => None,
            Format::Protobuf => {
                let split = protobuf::split_delimited(self.rest);
                self.rest = split.map_or(&[], |(_, rest)| rest);
                Some(split.map(|(record, _)| record).ok_or_else(|| "the file ends inside of it".to_owned()))
            }
        }
    }
}

impl<R: Record> Iterator for Records<'_, R> {
    type Item = Result<R, BundleError>;

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.split()?;
        self.position += 1;
        let record = bytes.and_then(|bytes| match self.format {
            Format::Json => R::from_json(bytes),
            Format::Protobuf => R::from_protobuf(bytes),
        });
        Some(record.map_err(|reason| self.problem(&reason)))
    }
}

#[derive(Deserialize)]
struct JsonNode<'a> {
    r#type: &'a str,
    #[serde(borrow)]
    split: Option<JsonSplit<'a>>,
    #[serde(borrow)]
    values: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct JsonSplit<'a> {
    r#type: &'a str,
    feature_index: u32,
    /// Null is a number here, NaN; absent is an error.
    #[serde(borrow, default, deserialize_with = "present")]
    threshold: Option<&'a RawValue>,
    is_left: Option<bool>,
    num_categories: Option<u32>,
    #[serde(borrow)]
    categories: Option<&'a RawValue>,
}

fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

impl Record for TreeRecord {
    fn from_json(line: &[u8]) -> Parsed<Self> {
        let node: JsonNode<'_> = serde_json::from_slice(line).map_err(|error| error.to_string())?;
        match node {
            JsonNode { r#type: "leaf", values: Some(values), .. } => {
                Ok(Self::Leaf { values: numbers(values, double)? })
            }
            JsonNode { r#type: "internal", split: Some(split), .. } => Self::from_split(&split),
            _ => Err("is neither a leaf with values nor internal with a split".to_owned()),
        }
    }

    fn from_protobuf(message: &[u8]) -> Parsed<Self> {
        protobuf::tree_record(message)
    }
}

impl TreeRecord {
    fn from_split(split: &JsonSplit<'_>) -> Parsed<Self> {
        let feature = split.feature_index;
        match *split {
            JsonSplit { r#type: "continuous", threshold: Some(threshold), .. } => {
                Ok(Self::Continuous { feature, threshold: double(threshold.get())? })
            }
            JsonSplit {
                r#type: "categorical",
                is_left: Some(is_left),
                num_categories: Some(count),
                categories: Some(categories),
                ..
            } => Ok(Self::Categorical { feature, is_left, count, categories: numbers(categories, double)? }),
            _ => Err("its split is neither continuous nor categorical".to_owned()),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct JsonCluster<'a> {
    index: i32,
    #[serde(borrow)]
    norm: &'a RawValue,
    #[serde(borrow)]
    values: &'a RawValue,
    num_children: u32,
}

impl Record for ClusterRecord {
    fn from_json(line: &[u8]) -> Parsed<Self> {
        let node: JsonCluster<'_> = serde_json::from_slice(line).map_err(|error| error.to_string())?;
        let (norm, values) = (double(node.norm.get())?, numbers(node.values, double)?);
        Ok(Self { index: node.index, norm, values, children: node.num_children })
    }

    fn from_protobuf(message: &[u8]) -> Parsed<Self> {
        protobuf::cluster_record(message)
    }
}

#[cfg(test)]
mod tests {
    use super::{ClusterRecord, Record, Records, TreeRecord};
    use crate::bundle::Format;

    fn read<R: Record>(format: Format, bytes: &[u8]) -> Result<Vec<R>, String> {
        Records::new("tree", format, bytes).collect::<Result<_, _>>().map_err(|error| error.to_string())
    }

    #[test]
    fn both_encodings_give_the_same_clusters() {
        let root = ClusterRecord { index: -1, norm: 0.0, values: vec![1.0], children: 2 };
        let json = b"{\"index\":-1,\"norm\":0.0,\"values\":[1.0],\"numChildren\":2}\n";
        let one = 1.0_f64.to_le_bytes();
        let message = [&[0x08, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x1a, 8][..], &one, &[0x20, 2]].concat();
        let protobuf = [&(message.len() as i32).to_be_bytes()[..], &message].concat();
        assert_eq!(Ok(vec![root.clone()]), read(Format::Json, json));
        assert_eq!(Ok(vec![root]), read(Format::Protobuf, &protobuf));
    }

    #[test]
    fn null_is_nan_and_a_number_beyond_double_infinite() {
        let line = br#"{"type":"internal","split":{"type":"continuous","featureIndex":1,"threshold":-1e999}}"#;
        let expected = TreeRecord::Continuous { feature: 1, threshold: f64::NEG_INFINITY };
        assert_eq!(Ok(vec![expected]), read(Format::Json, line));
        let leaf = read(Format::Json, br#"{"values":[null],"type":"leaf"}"#);
        assert!(matches!(&leaf.as_deref(), Ok([TreeRecord::Leaf { values }]) if values[0].is_nan()));
    }

    #[test]
    fn records_that_lack_something_are_refused() {
        for line in [
            r#"{"type":"leaf"}"#,
            r#"{"type":"internal"}"#,
            r#"{"type":"internal","split":{"type":"continuous","featureIndex":1}}"#,
            r#"{"type":"internal","split":{"type":"continuous","featureIndex":-1,"threshold":0.0}}"#,
            r#"{"type":"internal","split":{"type":"categorical","featureIndex":1,"isLeft":true}}"#,
        ] {
            assert!(read::<TreeRecord>(Format::Json, line.as_bytes()).is_err(), "{line}");
        }
    }

    #[test]
    fn lengths_that_lie_are_refused() {
        for bytes in [&[0, 0, 0][..], &[0, 0, 0, 9, 1], &[0x7f, 0xff, 0xff, 0xff], &[0xff, 0xff, 0xff, 0xff], &[0; 4]] {
            assert!(read::<TreeRecord>(Format::Protobuf, bytes).is_err(), "{bytes:?}");
        }
    }
}
