//! What the model card says that scoring depends on.

use crate::{bundle::Archive, error::BundleError, java::Jvm};

const MEMBER: &str = "notes/model_card.json";

/// The JVM that the model card names.
pub(super) fn read_jvm(archive: &Archive) -> Result<Jvm, BundleError> {
    let Some(bytes) = archive.get(MEMBER) else { return Ok(Jvm::default()) };
    serde_json::from_slice(bytes).map_err(|error| BundleError::format(format!("cannot be read: {error}")).at(MEMBER))
}
