//! `bundle.json`, always JSON.

use serde::Deserialize;

use super::Archive;
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

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Header {
    pub(crate) name: String,
    pub(crate) format: Format,
}

impl Header {
    pub(crate) fn read(archive: &Archive) -> Result<Self, BundleError> {
        let bytes = archive.get(MEMBER).ok_or_else(|| {
            BundleError::format("is missing: this is no MLeap bundle, or the bundle lies in a folder of the zip")
                .at(MEMBER)
        })?;
        serde_json::from_slice(bytes)
            .map_err(|error| BundleError::format(format!("cannot be read: {error}")).at(MEMBER))
    }
}
