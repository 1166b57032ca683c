//! Spark's `handleInvalid`: what becomes of a value that a stage does not know.

use crate::{bundle::Attributes, error::BundleError};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HandleInvalid {
    Error,
    Keep,
    Skip,
}

impl HandleInvalid {
    /// Reads the attribute `handle_invalid`; absent means Spark's default, `error`.
    pub(super) fn read(attributes: &Attributes) -> Result<Self, BundleError> {
        match attributes.optional_string("handle_invalid")? {
            None | Some("error") => Ok(Self::Error),
            Some("keep") => Ok(Self::Keep),
            Some("skip") => Ok(Self::Skip),
            Some(other) => Err(BundleError::attribute(
                "handle_invalid",
                format!("is `{}`, not error, keep or skip", other.escape_default()),
            )),
        }
    }
}
