//! The JVM that Spark ran on when it fitted the pipeline.

use serde::Deserialize;

use super::LowerCase;
use crate::error::BundleError;

/// What is known of it; a bundle that Saltus did not export says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Jvm {
    /// Such as `17.0.15`, or `1.8.0_402`.
    #[serde(default)]
    java_version: Option<String>,
    /// The language tag of the default locale, such as `tr-TR`.
    #[serde(default)]
    locale: Option<String>,
}

impl Jvm {
    /// The feature release: 8, 17, 21.
    pub(crate) fn release(&self) -> Option<u32> {
        let version = self.java_version.as_deref()?;
        let version = version.strip_prefix("1.").unwrap_or(version);
        version.split(|digit: char| !digit.is_ascii_digit()).next()?.parse().ok()
    }

    /// How it lower-cases where no locale is named.
    pub(crate) fn lower_case(&self) -> Result<LowerCase, BundleError> {
        LowerCase::of(self.language())
    }

    /// The language of the default locale, such as `tr`.
    fn language(&self) -> &str {
        self.locale.as_deref().and_then(|tag| tag.split(['-', '_']).next()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Jvm;

    fn jvm(java_version: &str, locale: &str) -> Jvm {
        Jvm { java_version: Some(java_version.to_owned()), locale: Some(locale.to_owned()) }
    }

    #[test]
    fn releases_and_languages_are_read_in_every_spelling() {
        assert_eq!((Some(17), "en"), (jvm("17.0.15", "en-US").release(), jvm("", "en-US").language()));
        assert_eq!((Some(8), "tr"), (jvm("1.8.0_402", "tr").release(), jvm("", "tr").language()));
        assert_eq!((Some(25), "az"), (jvm("25-ea", "az_AZ").release(), jvm("", "az_AZ").language()));
        assert_eq!((None, ""), (Jvm::default().release(), Jvm::default().language()));
    }
}
