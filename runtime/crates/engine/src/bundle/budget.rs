//! Counts what is read against the limits.

use std::io::{self, Read};

use super::limits::Limits;
use crate::error::BundleError;

/// Below this size a ratio says nothing: a file of spaces is no attack.
const SMALL: u64 = 4 << 20;

pub(super) struct Budget<'a> {
    pub(super) limits: &'a Limits,
    /// What is left of the bytes, of those that the size of the zip allows, and of the members.
    bytes: u64,
    by_ratio: u64,
    members: usize,
}

impl<'a> Budget<'a> {
    /// For a zip of so many bytes.
    pub(super) fn packed(limits: &'a Limits, size: usize) -> Self {
        let by_ratio = limits.ratio.saturating_mul(size as u64).saturating_add(SMALL);
        Self { limits, bytes: limits.total_bytes, by_ratio, members: limits.members }
    }

    /// For files as they are.
    pub(super) fn unpacked(limits: &'a Limits) -> Self {
        Self { limits, bytes: limits.total_bytes, by_ratio: u64::MAX, members: limits.members }
    }

    /// Reads one member of the size that its header claims, which may be a lie.
    pub(super) fn read(&mut self, reader: &mut impl Read, claimed: u64) -> Result<Vec<u8>, BundleError> {
        let Limits { total_bytes, members, ratio, .. } = self.limits;
        self.members = self
            .members
            .checked_sub(1)
            .ok_or_else(|| BundleError::limit(format!("the bundle has more than {members} members")))?;
        self.bytes = self
            .bytes
            .checked_sub(claimed)
            .ok_or_else(|| BundleError::limit(format!("the bundle unpacks to more than {total_bytes} bytes")))?;
        self.by_ratio = self
            .by_ratio
            .checked_sub(claimed)
            .ok_or_else(|| BundleError::limit(format!("the bundle unpacks to more than {ratio} times its size")))?;
        let mut bytes = Vec::with_capacity(usize::try_from(claimed).unwrap_or_default());
        reader.take(claimed.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
        if bytes.len() as u64 != claimed {
            return Err(BundleError::format(format!("is not of {claimed} bytes, as its header says")));
        }
        Ok(bytes)
    }
}

pub(super) fn unreadable(error: &io::Error) -> BundleError {
    BundleError::format(format!("cannot be read: {error}")).with_hint("check the path and its permissions")
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::Budget;
    use crate::{bundle::Limits, error::BundleErrorKind};

    fn limits() -> Limits {
        Limits { total_bytes: 10, members: 3, ..Limits::default() }
    }

    #[test]
    fn bytes_and_members_add_up() {
        let limits = limits();
        let mut budget = Budget::unpacked(&limits);
        assert!(budget.read(&mut &b"12345"[..], 5).is_ok());
        assert!(budget.read(&mut &b"12345"[..], 5).is_ok());
        let kind = budget.read(&mut &b"1"[..], 1).map_err(|error| error.kind);
        assert_eq!(Err(BundleErrorKind::Limit), kind);
        assert!(budget.read(&mut &b""[..], 0).is_err());
    }

    #[test]
    fn a_size_that_lies_is_found_before_it_costs() {
        for claimed in [2, 4, u64::MAX] {
            assert!(Budget::unpacked(&limits()).read(&mut std::io::repeat(0).take(3), claimed).is_err());
        }
    }
}
