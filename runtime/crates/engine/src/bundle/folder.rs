//! Folders of a bundle: a node with its model, or a model alone.

use std::collections::BTreeMap;

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value as Json;

use super::{Archive, Attributes, Format, value::AttributeValue};
use crate::error::BundleError;

/// The name and ports of a stage.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Node {
    pub(crate) name: String,
    pub(crate) shape: Ports,
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

#[derive(Deserialize)]
struct JsonModel {
    op: String,
    attributes: BTreeMap<String, Json>,
}

/// One folder of the bundle, and how its files are encoded.
#[derive(Debug, Clone)]
pub(crate) struct Folder<'a> {
    archive: &'a Archive,
    format: Format,
    path: String,
}

impl<'a> Folder<'a> {
    pub(crate) fn root(archive: &'a Archive, format: Format) -> Self {
        Self { archive, format, path: "root".to_owned() }
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
        self.parse("node")
    }

    pub(crate) fn model(&self) -> Result<Model, BundleError> {
        let model: JsonModel = self.parse("model")?;
        let attributes = model.attributes.iter().map(|(name, json)| {
            let value = AttributeValue::from_json(json).map_err(|reason| {
                BundleError::format(format!("attribute `{name}` {reason}")).at(self.model_member())
            })?;
            Ok((name.clone(), value))
        });
        Ok(Model { op: model.op, attributes: Attributes::new(attributes.collect::<Result<_, BundleError>>()?) })
    }

    /// Path and bytes of a file in this folder, named without its extension.
    pub(crate) fn file(&self, stem: &str) -> Result<(String, &'a [u8]), BundleError> {
        let member = self.member(stem);
        match self.archive.get(&member) {
            Some(bytes) => Ok((member, bytes)),
            None => Err(BundleError::format("is missing").at(member)),
        }
    }

    fn member(&self, stem: &str) -> String {
        let extension = match self.format {
            Format::Json => "json",
            Format::Protobuf => "pb",
        };
        format!("{}/{stem}.{extension}", self.path)
    }

    fn parse<T: DeserializeOwned>(&self, stem: &str) -> Result<T, BundleError> {
        let (member, bytes) = self.file(stem)?;
        serde_json::from_slice(bytes)
            .map_err(|error| BundleError::format(format!("cannot be read: {error}")).at(member))
    }
}
