//! The files of a bundle: where they come from and what they say.

mod archive;
mod attributes;
mod folder;
mod header;
mod manifest;
mod value;

pub use archive::{Archive, Limits, Source};
pub(crate) use attributes::Attributes;
pub(crate) use folder::{Folder, Model, Node, Socket};
pub(crate) use header::{Format, Header};
pub(crate) use manifest::check as check_manifest;
pub(crate) use value::AttributeValue;
pub(crate) use value::{List, Scalar, Shape, Tensor, Values};
