//! What can go wrong, as data: the Python layer turns each of these into one exception class.

use std::fmt;

/// Why a bundle is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BundleErrorKind {
    /// Not a bundle, or one that contradicts the format.
    Format,
    /// An op, or a form of it, that this runtime does not score.
    UnsupportedOp,
    /// Larger or deeper than the limits allow.
    Limit,
    /// A column or output that the bundle does not have.
    UnknownColumn,
}

/// A bundle that cannot be loaded. `member` is the path inside the bundle.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct BundleError {
    pub kind: BundleErrorKind,
    pub member: Option<String>,
    pub reason: String,
}

impl BundleError {
    pub fn new(kind: BundleErrorKind, reason: impl Into<String>) -> Self {
        Self { kind, member: None, reason: reason.into() }
    }

    pub fn format(reason: impl Into<String>) -> Self {
        Self::new(BundleErrorKind::Format, reason)
    }

    pub fn limit(reason: impl Into<String>) -> Self {
        Self::new(BundleErrorKind::Limit, reason)
    }

    pub fn unsupported(reason: impl Into<String>) -> Self {
        Self::new(BundleErrorKind::UnsupportedOp, reason)
    }

    /// Names the member at fault, unless a more exact one is already named.
    #[must_use]
    pub fn at(mut self, member: impl Into<String>) -> Self {
        self.member.get_or_insert_with(|| member.into());
        self
    }
}

impl fmt::Display for BundleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.member {
            Some(member) => write!(f, "{member}: {}", self.reason),
            None => f.write_str(&self.reason),
        }
    }
}

/// What a stage says when Spark would raise on the row; the scorer adds the stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) column: Option<String>,
    pub(crate) reason: String,
}

impl Fault {
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self { column: None, reason: reason.into() }
    }

    #[must_use]
    pub(crate) fn in_column(mut self, column: &str) -> Self {
        self.column.get_or_insert_with(|| column.to_owned());
        self
    }
}

/// A row that Spark would raise on, or that does not fit the input types.
#[derive(Debug, Clone, Default, PartialEq, Eq, thiserror::Error)]
pub struct ScoreError {
    /// Name of the stage, and its op; absent when the input itself is at fault.
    pub stage: Option<String>,
    pub op: Option<String>,
    pub column: Option<String>,
    /// Position of the row in a batch.
    pub row: Option<usize>,
    pub reason: String,
}

impl ScoreError {
    pub fn input(column: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { column: Some(column.into()), reason: reason.into(), ..Self::default() }
    }

    #[must_use]
    pub fn in_row(mut self, row: usize) -> Self {
        self.row = Some(row);
        self
    }
}

impl fmt::Display for ScoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(row) = self.row {
            write!(f, "row {row}: ")?;
        }
        if let (Some(stage), Some(op)) = (&self.stage, &self.op) {
            write!(f, "stage `{stage}` ({op}): ")?;
        }
        if let Some(column) = &self.column {
            write!(f, "column `{column}`: ")?;
        }
        f.write_str(&self.reason)
    }
}

/// The first golden row whose replay differs from what Spark gave.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerificationError {
    #[error("golden row {row}, stage `{stage}`, column `{column}`: Spark gave {expected}, this bundle gives {actual}")]
    Differs { stage: String, column: String, row: usize, expected: String, actual: String },
    #[error(transparent)]
    Unreadable(#[from] BundleError),
}
