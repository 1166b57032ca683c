//! `bundle.json`, always JSON.

use serde::Deserialize;

use super::{
    Archive, Attributes, Limits,
    json::{self, Object},
};
use crate::error::BundleError;

pub(crate) const MEMBER: &str = "bundle.json";

/// How every other file of the bundle is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Format {
    Json,
    Protobuf,
}

impl Format {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Protobuf => "protobuf",
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Header {
    pub(crate) name: String,
    pub(crate) format: Format,
    /// What the exporter chose to add.
    pub(crate) meta: Attributes,
}

impl Header {
    pub(crate) fn read(archive: &Archive, limits: &Limits) -> Result<Self, BundleError> {
        #[derive(Deserialize)]
        struct JsonHeader<'a> {
            name: String,
            format: Format,
            #[serde(borrow)]
            meta: Option<Object<'a>>,
        }
        let bytes =
            archive.get(MEMBER).ok_or_else(|| BundleError::format("is missing: this is no MLeap bundle").at(MEMBER))?;
        let header: JsonHeader<'_> = serde_json::from_slice(bytes)
            .map_err(|error| BundleError::format(format!("cannot be read: {error}")).at(MEMBER))?;
        let meta = json::attributes(&header.meta.unwrap_or_default(), limits)
            .map_err(|reason| BundleError::format(format!("meta: {reason}")).at(MEMBER))?;
        Ok(Self { name: header.name, format: header.format, meta })
    }
}
