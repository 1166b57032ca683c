//! The files of a bundle: where they come from and what they say.

mod archive;
mod attributes;
mod basic_type;
mod budget;
mod cell;
mod folder;
mod header;
mod json;
mod limits;
mod manifest;
mod members;
mod number;
mod protobuf;
mod records;
mod source;
mod value;

pub use archive::Archive;
pub(crate) use attributes::Attributes;
pub(crate) use folder::{Folder, Model, Node, Socket};
pub(crate) use header::{Format, Header};
pub use limits::Limits;
pub(crate) use manifest::check as check_manifest;
pub(crate) use members::Members;
pub(crate) use records::{ClusterRecord, Records, TreeRecord};
pub use source::Source;
pub(crate) use value::AttributeValue;
pub(crate) use value::{List, Scalar, Shape, Tensor, Values};
