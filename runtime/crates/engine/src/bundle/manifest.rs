//! `notes/manifest.json`: the sha256 of every other member, where the exporter wrote one.

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{Archive, Members};
use crate::{digest::hex, error::BundleError};

const MEMBER: &str = "notes/manifest.json";

#[derive(Deserialize)]
struct Manifest {
    members: Members<String>,
}

/// Compares every member with the manifest; a bundle without one, such as MLeap's own, passes.
pub(crate) fn check(archive: &Archive) -> Result<(), BundleError> {
    let Some(bytes) = archive.get(MEMBER) else { return Ok(()) };
    let manifest: Manifest = serde_json::from_slice(bytes)
        .map_err(|error| BundleError::format(format!("cannot be read: {error}")).at(MEMBER))?;
    let mut listed = manifest.members.into_inner();
    for (path, bytes) in archive.members().filter(|(path, _)| *path != MEMBER) {
        let expected = listed.remove(path).ok_or_else(|| {
            BundleError::format("is not listed in notes/manifest.json: the bundle was changed after its export")
                .at(path)
        })?;
        if hex(&Sha256::digest(bytes)) != expected {
            return Err(BundleError::format(
                "differs from its sha256 in notes/manifest.json: the bundle was changed after its export",
            )
            .at(path));
        }
    }
    match listed.into_keys().next() {
        Some(path) => {
            Err(BundleError::format("is listed in notes/manifest.json but missing: the bundle is incomplete").at(path))
        }
        None => Ok(()),
    }
}
