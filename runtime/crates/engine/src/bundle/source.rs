//! Where a bundle is read from: a path, one of MLeap's URIs, or bytes.

use std::path::PathBuf;

use crate::error::BundleError;

/// Where a bundle is read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A zip file or a directory.
    Path(PathBuf),
    /// A directory, whatever its name: `file:/path`.
    Directory(PathBuf),
    /// A zip file and the folder in it that holds the bundle: `jar:file:/path.zip!/folder`.
    Zip { file: PathBuf, folder: String },
    /// The bytes of a zip file.
    Bytes(Vec<u8>),
}

impl Source {
    /// A plain path, or a URI as MLeap takes it; backslashes in a URI count as `/`.
    pub fn parse(location: &str) -> Result<Self, BundleError> {
        if let Some(rest) = strip_scheme(location, "jar:") {
            let location = rest.replace('\\', "/");
            let file = strip_scheme(&location, "file:").ok_or_else(|| unknown_scheme(rest))?;
            let (file, folder) = file.split_once('!').unwrap_or((file, ""));
            return Ok(Self::Zip { file: absolute(file)?, folder: inner(folder)? });
        }
        if let Some(rest) = strip_scheme(location, "file:") {
            return Ok(Self::Directory(absolute(&rest.replace('\\', "/"))?));
        }
        match location.split_once("://") {
            Some((scheme, _)) if is_scheme(scheme) => Err(unknown_scheme(location)),
            _ => Ok(Self::Path(location.into())),
        }
    }
}

fn strip_scheme<'a>(location: &'a str, scheme: &str) -> Option<&'a str> {
    let (start, rest) = location.split_at_checked(scheme.len())?;
    start.eq_ignore_ascii_case(scheme).then_some(rest)
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|next| next.is_ascii_alphanumeric() || matches!(next, '+' | '-' | '.'))
}

fn unknown_scheme(location: &str) -> BundleError {
    let scheme = location.split(':').next().unwrap_or_default();
    BundleError::format(format!("is a URI of the scheme `{}`, which is not read from here", scheme.escape_debug()))
        .with_hint("give a plain path, or a file or jar:file URI")
}

/// The path of a `file:` URI, without the empty authority that it may have.
fn absolute(path: &str) -> Result<PathBuf, BundleError> {
    let path = match path.strip_prefix("//") {
        Some(rest) => rest.strip_prefix("localhost").unwrap_or(rest),
        None => path,
    };
    if !path.starts_with('/') || path.starts_with("//") {
        return Err(BundleError::format("is a file URI without an absolute path on this machine"));
    }
    decode(path).map(PathBuf::from)
}

/// The folder after the `!` of a `jar:` URI, without slashes at its ends.
fn inner(folder: &str) -> Result<String, BundleError> {
    let folder = decode(folder)?;
    let folder = folder.trim_matches('/');
    if folder.contains(['\\', '\0']) || folder.split('/').any(|part| matches!(part, "." | "..")) {
        return Err(BundleError::format(format!(
            "names the folder `{}` in the zip, which is not a plain path",
            folder.escape_debug()
        )));
    }
    Ok(folder.to_owned())
}

/// Replaces `%20` and the like.
fn decode(text: &str) -> Result<String, BundleError> {
    let malformed = || BundleError::format("is a malformed URI: % must be followed by two hexadecimal digits");
    let mut decoded = Vec::with_capacity(text.len());
    let mut pieces = text.split('%');
    decoded.extend_from_slice(pieces.next().unwrap_or_default().as_bytes());
    for piece in pieces {
        let (digits, rest) = piece.split_at_checked(2).ok_or_else(malformed)?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(malformed());
        }
        decoded.push(u8::from_str_radix(digits, 16).map_err(|_| malformed())?);
        decoded.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(decoded).map_err(|_| BundleError::format("is a URI that is not UTF-8"))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::Source;

    fn parse(location: &str) -> Result<Source, String> {
        Source::parse(location).map_err(|error| error.to_string())
    }

    fn zip(file: &str, folder: &str) -> Source {
        Source::Zip { file: PathBuf::from(file), folder: folder.to_owned() }
    }

    #[test]
    fn plain_paths_stay_as_they_are() {
        for path in ["model.zip", "/a b/%20.zip", "C:\\models\\x.zip", "a:b", "file", ""] {
            assert_eq!(Ok(Source::Path(path.into())), parse(path));
        }
    }

    #[test]
    fn a_file_uri_is_a_directory_even_if_it_ends_in_zip() {
        for uri in
            ["file:/d/x.zip", "file:///d/x.zip", "file://localhost/d/x.zip", "FILE:\\d\\x.zip", "file:/d/%78.zip"]
        {
            assert_eq!(Ok(Source::Directory("/d/x.zip".into())), parse(uri), "{uri}");
        }
    }

    #[test]
    fn a_jar_uri_is_a_zip_and_may_name_a_folder() {
        assert_eq!(Ok(zip("/x.zip", "")), parse("jar:file:/x.zip"));
        assert_eq!(Ok(zip("/x.zip", "")), parse("jar:file:/x.zip!/"));
        assert_eq!(Ok(zip("/x.zip", "sub/dir")), parse("jar:file:/x.zip!/sub/dir/"));
        assert_eq!(Ok(zip("/a/x y.zip", "sub")), parse("jar:file:///a/x%20y.zip!/sub"));
        assert_eq!(Ok(zip("/a/x.zip", "sub/dir")), parse("jar:file:\\a\\x.zip!\\sub\\dir"));
    }

    #[test]
    fn uris_that_lead_elsewhere_are_refused() {
        for uri in [
            "jar:file:/x.zip!/../y",
            "jar:file:/x.zip!/a/%2e%2e/b",
            "jar:file:/x.zip!/a%5cb",
            "jar:file:/x.zip!/a%00",
            "jar:http://host/x.zip",
            "file:relative",
            "file://host/x",
            "file:////host/x",
            "file:/%zz",
            "file:/%+1",
            "file:/%é",
            "file:/%ff",
            "hdfs://host/x",
            "s3://bucket/x.zip",
        ] {
            assert!(parse(uri).is_err(), "{uri}");
        }
    }
}
