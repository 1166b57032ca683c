//! Folders of a bundle: a node with its model, or a model alone.

use serde::Deserialize;

use super::{
    Archive, Attributes, Format, Limits, json, protobuf,
    records::{Record, Records},
    value::Parsed,
};
use crate::error::BundleError;

/// The name and ports of a stage.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Node {
    pub(crate) name: String,
    pub(crate) shape: Ports,
}

impl Node {
    /// Whether MLeap's exporter for scikit-learn wrote it: that names a node by its op and a UUID, where a
    /// stage of Spark is named by its class and twelve digits.
    pub(crate) fn is_by_scikit_learn(&self, op: &str) -> bool {
        let uuid = self.name.strip_prefix(op).and_then(|rest| rest.strip_prefix('_'));
        uuid.is_some_and(|uuid| {
            let parts: Vec<_> = uuid.split('-').collect();
            parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
                && parts[2].starts_with(['1', '4'])
                && parts.iter().all(|part| part.bytes().all(|digit| digit.is_ascii_hexdigit()))
        })
    }
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Ports {
    pub(crate) inputs: Vec<Socket>,
    pub(crate) outputs: Vec<Socket>,
}

/// Ties a port of the op to a column.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Socket {
    pub(crate) port: String,
    pub(crate) name: String,
}

#[derive(Debug, Clone)]
pub(crate) struct Model {
    pub(crate) op: String,
    pub(crate) attributes: Attributes,
}

/// One folder of the bundle, and how its files are encoded.
#[derive(Debug, Clone)]
pub(crate) struct Folder<'a> {
    archive: &'a Archive,
    format: Format,
    limits: &'a Limits,
    path: String,
}

impl<'a> Folder<'a> {
    pub(crate) fn root(archive: &'a Archive, format: Format, limits: &'a Limits) -> Self {
        Self { archive, format, limits, path: "root".to_owned() }
    }

    /// A folder inside this one; its name comes from a file and must be a plain one.
    pub(crate) fn child(&self, name: &str) -> Result<Self, BundleError> {
        if name.is_empty() || name == "." || name == ".." || name.contains(['/', '\\', '\0']) {
            return Err(BundleError::format(format!(
                "names the folder `{}`, which is no plain name",
                name.escape_default()
            ))
            .at(self.model_member()));
        }
        Ok(Self { path: format!("{}/{name}", self.path), ..self.clone() })
    }

    pub(crate) fn model_member(&self) -> String {
        self.member("model")
    }

    pub(crate) fn node(&self) -> Result<Node, BundleError> {
        self.parse("node", |bytes| match self.format {
            Format::Json => serde_json::from_slice(bytes).map_err(|error| format!("cannot be read: {error}")),
            Format::Protobuf => protobuf::node(bytes),
        })
    }

    pub(crate) fn model(&self) -> Result<Model, BundleError> {
        self.parse("model", |bytes| match self.format {
            Format::Json => json::model(bytes, self.limits),
            Format::Protobuf => protobuf::model(bytes, self.limits),
        })
    }

    /// The records of a tree file, named without its extension.
    pub(crate) fn records<R: Record>(&self, stem: &str) -> Result<Records<'a, R>, BundleError> {
        let (member, bytes) = self.file(stem)?;
        Ok(Records::new(member, self.format, bytes))
    }

    /// Path and bytes of a file in this folder, named without its extension.
    pub(crate) fn file(&self, stem: &str) -> Result<(String, &'a [u8]), BundleError> {
        let member = self.member(stem);
        match self.archive.get(&member) {
            Some(bytes) => Ok((member, bytes)),
            None => Err(BundleError::format("is missing").at(member)),
        }
    }

    pub(crate) fn member(&self, stem: &str) -> String {
        let extension = match self.format {
            Format::Json => "json",
            Format::Protobuf => "pb",
        };
        format!("{}/{stem}.{extension}", self.path)
    }

    fn parse<T>(&self, stem: &str, read: impl FnOnce(&[u8]) -> Parsed<T>) -> Result<T, BundleError> {
        let (member, bytes) = self.file(stem)?;
        read(bytes).map_err(|reason| BundleError::format(reason).at(member))
    }
}
