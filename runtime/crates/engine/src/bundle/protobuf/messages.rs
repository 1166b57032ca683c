//! The messages of MLeap's `bundle.proto`, `dtree.proto` and `ctree.proto`.
//!
//! A message inside another is length-delimited, as bytes are. Where there may be many they are declared as bytes,
//! to be decoded one by one: an error can then name the attribute, and empty messages cost no memory.

use prost::{Message, Oneof};

#[derive(Clone, PartialEq, Message)]
pub(super) struct Node {
    #[prost(string, tag = "1")]
    pub(super) name: String,
    #[prost(message, optional, tag = "2")]
    pub(super) shape: Option<NodeShape>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct NodeShape {
    /// [`Socket`]s, as are the outputs.
    #[prost(bytes = "vec", repeated, tag = "1")]
    pub(super) inputs: Vec<Vec<u8>>,
    #[prost(bytes = "vec", repeated, tag = "2")]
    pub(super) outputs: Vec<Vec<u8>>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Socket {
    #[prost(string, tag = "1")]
    pub(super) port: String,
    #[prost(string, tag = "2")]
    pub(super) name: String,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Model {
    #[prost(string, tag = "1")]
    pub(super) op: String,
    #[prost(message, optional, tag = "2")]
    pub(super) attributes: Option<Attributes>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Attributes {
    /// [`Attribute`]s; a map on the wire.
    #[prost(bytes = "vec", repeated, tag = "1")]
    pub(super) list: Vec<Vec<u8>>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Attribute {
    #[prost(string, tag = "1")]
    pub(super) name: String,
    /// A [`Value`].
    #[prost(bytes = "vec", tag = "2")]
    pub(super) value: Vec<u8>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Value {
    #[prost(oneof = "Kind", tags = "1, 2, 3")]
    pub(super) kind: Option<Kind>,
}

#[derive(Clone, PartialEq, Oneof)]
pub(super) enum Kind {
    #[prost(message, tag = "1")]
    Scalar(Scalar),
    #[prost(message, tag = "2")]
    List(List),
    #[prost(message, tag = "3")]
    Tensor(Tensor),
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Scalar {
    #[prost(bool, tag = "1")]
    pub(super) boolean: bool,
    #[prost(string, tag = "2")]
    pub(super) string: String,
    #[prost(int32, tag = "3")]
    pub(super) int: i32,
    #[prost(int64, tag = "4")]
    pub(super) long: i64,
    #[prost(float, tag = "5")]
    pub(super) float: f32,
    #[prost(double, tag = "6")]
    pub(super) double: f64,
    #[prost(bytes = "vec", tag = "7")]
    pub(super) byte_string: Vec<u8>,
    #[prost(message, optional, tag = "8")]
    pub(super) tensor: Option<Tensor>,
    #[prost(int32, tag = "9")]
    pub(super) basic_type: i32,
    #[prost(message, optional, tag = "10")]
    pub(super) shape: Option<DataShape>,
    /// A nested model, which no op has.
    #[prost(bytes = "vec", optional, tag = "11")]
    pub(super) model: Option<Vec<u8>>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct List {
    #[prost(bool, repeated, tag = "1")]
    pub(super) booleans: Vec<bool>,
    #[prost(string, repeated, tag = "2")]
    pub(super) strings: Vec<String>,
    #[prost(int32, repeated, tag = "3")]
    pub(super) ints: Vec<i32>,
    #[prost(int64, repeated, tag = "4")]
    pub(super) longs: Vec<i64>,
    #[prost(float, repeated, tag = "5")]
    pub(super) floats: Vec<f32>,
    #[prost(double, repeated, tag = "6")]
    pub(super) doubles: Vec<f64>,
    #[prost(bytes = "vec", repeated, tag = "7")]
    pub(super) byte_strings: Vec<Vec<u8>>,
    /// [`Tensor`]s.
    #[prost(bytes = "vec", repeated, tag = "8")]
    pub(super) tensors: Vec<Vec<u8>>,
    #[prost(int32, repeated, tag = "9")]
    pub(super) basic_types: Vec<i32>,
    /// [`DataShape`]s.
    #[prost(bytes = "vec", repeated, tag = "10")]
    pub(super) shapes: Vec<Vec<u8>>,
    /// Nested models, which no op has.
    #[prost(bytes = "vec", repeated, tag = "11")]
    pub(super) models: Vec<Vec<u8>>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Tensor {
    #[prost(int32, tag = "1")]
    pub(super) base: i32,
    #[prost(message, optional, tag = "2")]
    pub(super) shape: Option<TensorShape>,
    #[prost(bytes = "vec", tag = "3")]
    pub(super) value: Vec<u8>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct TensorShape {
    #[prost(message, repeated, tag = "1")]
    pub(super) dimensions: Vec<Dimension>,
}

/// Its name, field 2, says nothing.
#[derive(Clone, PartialEq, Message)]
pub(super) struct Dimension {
    #[prost(int32, tag = "1")]
    pub(super) size: i32,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct DataShape {
    #[prost(int32, tag = "1")]
    pub(super) base: i32,
    #[prost(message, optional, tag = "3")]
    pub(super) tensor_shape: Option<TensorShape>,
}

/// A record of a decision tree's file.
#[derive(Clone, PartialEq, Message)]
pub(super) struct TreeNode {
    #[prost(oneof = "TreeKind", tags = "1, 2")]
    pub(super) kind: Option<TreeKind>,
}

#[derive(Clone, PartialEq, Oneof)]
pub(super) enum TreeKind {
    #[prost(message, tag = "1")]
    Internal(Internal),
    #[prost(message, tag = "2")]
    Leaf(Leaf),
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Internal {
    #[prost(message, optional, tag = "1")]
    pub(super) split: Option<Split>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Leaf {
    #[prost(double, repeated, tag = "1")]
    pub(super) values: Vec<f64>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Split {
    #[prost(oneof = "SplitKind", tags = "1, 2")]
    pub(super) kind: Option<SplitKind>,
}

#[derive(Clone, PartialEq, Oneof)]
pub(super) enum SplitKind {
    #[prost(message, tag = "1")]
    Categorical(Categorical),
    #[prost(message, tag = "2")]
    Continuous(Continuous),
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Categorical {
    #[prost(uint32, tag = "1")]
    pub(super) feature_index: u32,
    #[prost(bool, tag = "2")]
    pub(super) is_left: bool,
    #[prost(uint32, tag = "3")]
    pub(super) num_categories: u32,
    #[prost(double, repeated, tag = "4")]
    pub(super) categories: Vec<f64>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct Continuous {
    #[prost(uint32, tag = "1")]
    pub(super) feature_index: u32,
    #[prost(double, tag = "2")]
    pub(super) threshold: f64,
}

/// A record of a bisecting k-means' file.
#[derive(Clone, PartialEq, Message)]
pub(super) struct ClusterNode {
    /// Negative in internal nodes, though MLeap declares it unsigned: int32 is the same on the wire, and writers
    /// that keep the upper half of a negative number are cut to size.
    #[prost(int32, tag = "1")]
    pub(super) index: i32,
    #[prost(double, tag = "2")]
    pub(super) norm: f64,
    #[prost(double, repeated, tag = "3")]
    pub(super) values: Vec<f64>,
    #[prost(uint32, tag = "4")]
    pub(super) num_children: u32,
}
