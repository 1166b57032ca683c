//! The members of a zip or directory, read once into memory within limits.

use std::{
    collections::{BTreeMap, HashSet},
    fs, io,
    io::{Cursor, Read},
    path::{Path, PathBuf},
};

use zip::ZipArchive;

use crate::error::BundleError;

/// Where a bundle is read from.
#[derive(Debug, Clone)]
pub enum Source {
    /// A zip file or a directory.
    Path(PathBuf),
    /// The bytes of a zip file.
    Bytes(Vec<u8>),
}

/// What an untrusted bundle may cost.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of all members together, unpacked.
    pub total_bytes: u64,
    pub members: usize,
    /// Unpacked bytes for each packed byte; small members may exceed it.
    pub ratio: u64,
    /// Folders in a member's path.
    pub depth: usize,
    /// Nodes of all trees together.
    pub tree_nodes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { total_bytes: 2 << 30, members: 100_000, ratio: 200, depth: 32, tree_nodes: 50_000_000 }
    }
}

/// Below this size a member's ratio says nothing: a file of spaces is no attack.
const SMALL_MEMBER: u64 = 1 << 20;

/// Members by path, `/` between the parts.
#[derive(Debug, Clone, Default)]
pub struct Archive {
    members: BTreeMap<String, Vec<u8>>,
}

impl Archive {
    pub fn read(source: &Source, limits: &Limits) -> Result<Self, BundleError> {
        match source {
            Source::Bytes(bytes) => Self::read_zip(bytes, limits),
            Source::Path(path) if path.is_dir() => {
                let mut archive = Self::default();
                let mut budget = Budget::new(limits);
                archive.read_folder(path, "", &mut budget)?;
                Ok(archive)
            }
            Source::Path(path) => {
                let file = fs::File::open(path).map_err(|error| unreadable(&error))?;
                let mut bytes = Vec::new();
                file.take(limits.total_bytes + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
                if bytes.len() as u64 > limits.total_bytes {
                    return Err(BundleError::limit(format!("is larger than {} bytes", limits.total_bytes)));
                }
                Self::read_zip(&bytes, limits)
            }
        }
    }

    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.members.get(path).map(Vec::as_slice)
    }

    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.members.keys().map(String::as_str)
    }

    pub(crate) fn members(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.members.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    fn read_zip(bytes: &[u8], limits: &Limits) -> Result<Self, BundleError> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
            BundleError::format(format!("is not a readable zip file ({error}): export the bundle again"))
        })?;
        // Of members with one name the zip reader keeps the last; another reader could keep the first.
        if let Some(path) = repeated_name(bytes, zip.central_directory_start()) {
            return Err(BundleError::format("occurs twice in the bundle").at(path));
        }
        let mut archive = Self::default();
        let mut budget = Budget::new(limits);
        for index in 0..zip.len() {
            let mut member = zip
                .by_index(index)
                .map_err(|error| BundleError::format(format!("member {index} of the zip is unreadable ({error})")))?;
            let path = member.name().to_owned();
            if member.is_symlink() {
                return Err(BundleError::format("is a symbolic link, which a bundle may not hold").at(path));
            }
            check_path(&path, limits)?;
            if member.is_dir() {
                continue;
            }
            let packed = member.compressed_size();
            let bytes = budget.read(&mut member, packed).map_err(|error| error.at(&path))?;
            archive.members.insert(path, bytes);
        }
        Ok(archive)
    }

    fn read_folder(&mut self, folder: &Path, prefix: &str, budget: &mut Budget<'_>) -> Result<(), BundleError> {
        let at = |error: BundleError| if prefix.is_empty() { error } else { error.at(prefix) };
        for entry in fs::read_dir(folder).map_err(|error| at(unreadable(&error)))? {
            let entry = entry.map_err(|error| at(unreadable(&error)))?;
            let name = entry.file_name().into_string().map_err(|name| {
                BundleError::format(format!("holds a file whose name is not UTF-8: {}", name.to_string_lossy()))
            })?;
            let path = format!("{prefix}{name}");
            check_path(&path, budget.limits)?;
            let kind = entry.file_type().map_err(|error| unreadable(&error).at(&path))?;
            if kind.is_dir() {
                self.read_folder(&entry.path(), &format!("{path}/"), budget)?;
            } else if kind.is_file() {
                let mut file = fs::File::open(entry.path()).map_err(|error| unreadable(&error).at(&path))?;
                let bytes = budget.read(&mut file, u64::MAX).map_err(|error| error.at(&path))?;
                self.members.insert(path, bytes);
            } else {
                return Err(BundleError::format("is neither a file nor a folder").at(path));
            }
        }
        Ok(())
    }
}

/// Counts what has been read against the limits.
struct Budget<'a> {
    limits: &'a Limits,
    bytes: u64,
    members: usize,
}

impl<'a> Budget<'a> {
    fn new(limits: &'a Limits) -> Self {
        Self { limits, bytes: limits.total_bytes, members: limits.members }
    }

    /// Reads one member; sizes that headers claim are never trusted.
    fn read(&mut self, reader: &mut impl Read, packed: u64) -> Result<Vec<u8>, BundleError> {
        self.members = self
            .members
            .checked_sub(1)
            .ok_or_else(|| BundleError::limit(format!("the bundle has more than {} members", self.limits.members)))?;
        let by_ratio = packed.saturating_mul(self.limits.ratio).max(SMALL_MEMBER);
        let allowed = self.bytes.min(by_ratio);
        let mut bytes = Vec::new();
        reader.take(allowed + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
        let read = bytes.len() as u64;
        if read > self.bytes {
            return Err(BundleError::limit(format!(
                "the bundle unpacks to more than {} bytes",
                self.limits.total_bytes
            )));
        }
        if read > by_ratio {
            return Err(BundleError::limit(format!("unpacks to more than {} times its size", self.limits.ratio)));
        }
        self.bytes -= read;
        Ok(bytes)
    }
}

/// The first name that the central directory of a zip lists a second time.
fn repeated_name(bytes: &[u8], start: u64) -> Option<String> {
    const SIGNATURE: &[u8] = b"PK\x01\x02";
    const FIXED: usize = 46;
    let mut names = HashSet::new();
    let mut rest = bytes.get(usize::try_from(start).ok()?..)?;
    while let Some((entry, after)) = rest.split_at_checked(FIXED).filter(|(entry, _)| entry.starts_with(SIGNATURE)) {
        let length = |at: usize| usize::from(u16::from_le_bytes([entry[at], entry[at + 1]]));
        let name = after.get(..length(28))?;
        if !names.insert(name) {
            return Some(String::from_utf8_lossy(name).into_owned());
        }
        rest = after.get(length(28) + length(30) + length(32)..)?;
    }
    None
}

fn unreadable(error: &io::Error) -> BundleError {
    BundleError::format(format!("cannot be read: {error}"))
}

/// A member's path may only go down, in plain names.
fn check_path(path: &str, limits: &Limits) -> Result<(), BundleError> {
    let parts = path.strip_suffix('/').unwrap_or(path).split('/');
    let depth = parts.clone().count();
    if depth > limits.depth {
        return Err(BundleError::limit(format!("lies {depth} folders deep, allowed are {}", limits.depth)).at(path));
    }
    if path.contains(['\\', '\0']) || parts.into_iter().any(|part| matches!(part, "" | "." | "..")) {
        return Err(BundleError::format("is not a plain relative path").at(path.escape_default().to_string()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Limits, check_path};

    #[test]
    fn paths_that_could_escape_are_refused() {
        let limits = Limits::default();
        for path in ["../x", "/etc/passwd", "a/../b", "a//b", "a\\b", "./a", "a\0b", ""] {
            assert!(check_path(path, &limits).is_err(), "{path:?}");
        }
        assert!(check_path("root/a.node/", &limits).is_ok());
        assert!(check_path(&"a/".repeat(40), &limits).is_err());
    }
}
