//! The members of a zip or directory, read once into memory within limits.

use std::{
    collections::{BTreeMap, HashSet},
    fs,
    io::{Cursor, Read},
    path::Path,
};

use zip::ZipArchive;

use super::{
    budget::{Budget, unreadable},
    header,
    limits::Limits,
    source::Source,
};
use crate::error::BundleError;

/// Members by path, `/` between the parts.
#[derive(Debug, Clone, Default)]
pub struct Archive {
    members: BTreeMap<String, Vec<u8>>,
}

impl Archive {
    pub fn read(source: &Source, limits: &Limits) -> Result<Self, BundleError> {
        match source {
            Source::Bytes(bytes) => Self::read_zip(bytes, "", limits),
            Source::Path(path) if path.is_dir() => Self::read_directory(path, limits),
            Source::Directory(path) => Self::read_directory(path, limits),
            Source::Path(path) => Self::read_zip(&read_file(path, limits)?, "", limits),
            Source::Zip { file, folder } => Self::read_zip(&read_file(file, limits)?, folder, limits),
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

    /// Takes the members of a folder out, by their paths in it.
    pub(crate) fn take_folder(&mut self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let prefix = format!("{folder}/");
        let mut rest = self.members.split_off(&prefix);
        // `0` is the character after `/`.
        let mut after = rest.split_off(&format!("{folder}0"));
        self.members.append(&mut after);
        rest.into_iter().filter_map(|(path, bytes)| Some((path.strip_prefix(&prefix)?.to_owned(), bytes))).collect()
    }

    /// Reads the bundle in a folder of a zip.
    fn read_zip(bytes: &[u8], folder: &str, limits: &Limits) -> Result<Self, BundleError> {
        let mut zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| BundleError::format(format!("is not a readable zip file ({error})")))?;
        // Of members with one name the zip reader keeps the last; another reader could keep the first.
        if let Some(path) = repeated_name(bytes, zip.central_directory_start()) {
            return Err(BundleError::format("occurs twice in the bundle").at(path.escape_debug().to_string()));
        }
        let mut archive = Self::default();
        let mut budget = Budget::packed(limits, bytes.len());
        for index in 0..zip.len() {
            let mut member = zip
                .by_index(index)
                .map_err(|error| BundleError::format(format!("member {index} of the zip is unreadable ({error})")))?;
            let path = member.name().to_owned();
            if member.is_symlink() {
                return Err(BundleError::format("is a symbolic link, which a bundle may not hold")
                    .at(path.escape_debug().to_string()));
            }
            check_path(&path, limits)?;
            if member.is_dir() {
                continue;
            }
            let claimed = member.size();
            let bytes = budget.read(&mut member, claimed).map_err(|error| error.at(&path))?;
            archive.members.insert(path, bytes);
        }
        archive.enter(folder)
    }

    /// Goes down to the named folder, or to the only one that holds a bundle where there is none at the top.
    fn enter(mut self, folder: &str) -> Result<Self, BundleError> {
        if !folder.is_empty() {
            let members = self.take_folder(folder);
            if members.is_empty() {
                return Err(BundleError::format("is not a folder of the zip").at(folder.escape_debug().to_string()));
            }
            return Ok(Self { members });
        }
        if self.members.contains_key(header::MEMBER) {
            return Ok(self);
        }
        let headers = self.paths().filter_map(|path| path.split_once('/').filter(|(_, name)| *name == header::MEMBER));
        let folders: Vec<String> = headers.map(|(folder, _)| folder.to_owned()).collect();
        match &folders[..] {
            [] => Ok(self),
            [only] => Ok(Self { members: self.take_folder(only) }),
            [first, second, ..] => Err(BundleError::format(format!(
                "holds bundles in several folders, such as `{}` and `{}`",
                first.escape_debug(),
                second.escape_debug()
            ))
            .with_hint("name one as jar:file:/path.zip!/folder")),
        }
    }

    fn read_directory(path: &Path, limits: &Limits) -> Result<Self, BundleError> {
        let mut archive = Self::default();
        archive.read_folder(path, "", &mut Budget::unpacked(limits))?;
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
            let kind = entry.metadata().map_err(|error| unreadable(&error).at(&path))?;
            if kind.is_dir() {
                self.read_folder(&entry.path(), &format!("{path}/"), budget)?;
            } else if kind.is_file() {
                let mut file = fs::File::open(entry.path()).map_err(|error| unreadable(&error).at(&path))?;
                let bytes = budget.read(&mut file, kind.len()).map_err(|error| error.at(&path))?;
                self.members.insert(path, bytes);
            } else {
                return Err(BundleError::format("is neither a file nor a folder").at(path));
            }
        }
        Ok(())
    }
}

fn read_file(path: &Path, limits: &Limits) -> Result<Vec<u8>, BundleError> {
    let metadata = fs::metadata(path).map_err(|error| unreadable(&error))?;
    if !metadata.is_file() {
        return Err(BundleError::format("is neither a file nor a folder"));
    }
    if metadata.len() > limits.total_bytes {
        return Err(BundleError::limit(format!("is larger than {} bytes", limits.total_bytes)));
    }
    let file = fs::File::open(path).map_err(|error| unreadable(&error))?;
    let mut bytes = Vec::new();
    file.take(metadata.len()).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    Ok(bytes)
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
    use super::{Archive, Limits, check_path};

    #[test]
    fn paths_that_could_escape_are_refused() {
        let limits = Limits::default();
        for path in ["../x", "/etc/passwd", "a/../b", "a//b", "a\\b", "./a", "a\0b", ""] {
            assert!(check_path(path, &limits).is_err(), "{path:?}");
        }
        assert!(check_path("root/a.node/", &limits).is_ok());
        assert!(check_path(&"a/".repeat(40), &limits).is_err());
    }

    #[test]
    fn a_folder_is_taken_out_without_its_neighbours() {
        let paths = ["notes", "notes-b", "notes.txt", "notes/a", "notes/b/c", "notes0", "zoo"];
        let mut archive = Archive { members: paths.map(|path| (path.to_owned(), Vec::new())).into() };
        assert_eq!(vec!["a", "b/c"], archive.take_folder("notes").into_keys().collect::<Vec<_>>());
        assert_eq!(vec!["notes", "notes-b", "notes.txt", "notes0", "zoo"], archive.paths().collect::<Vec<_>>());
    }
}
