//! What can go wrong, as data: the Python layer turns each of these into one exception class.

use std::fmt;

use crate::excerpt::{cut, excerpt};

/// Characters of a reason or a name: what a bundle holds can be of any size.
const LONGEST: usize = 1000;

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

impl BundleErrorKind {
    /// What to do about it, where nothing better is known.
    fn hint(self) -> &'static str {
        match self {
            Self::Format => "export the model again",
            Self::UnsupportedOp => "take it out of the pipeline, docs/operators.md lists what is scored",
            Self::Limit => "make the model smaller, or raise `Limits` if the bundle is trusted",
            Self::UnknownColumn => "ask for one of those",
        }
    }
}

/// A bundle that cannot be loaded, and where it is at fault, as far as that is known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct BundleError {
    pub kind: BundleErrorKind,
    /// Path inside the bundle.
    pub member: Option<String>,
    /// Name of the stage, and its op.
    pub stage: Option<Box<str>>,
    pub op: Option<Box<str>>,
    pub attribute: Option<Box<str>>,
    pub reason: String,
    /// What to do about it.
    pub hint: &'static str,
}

impl BundleError {
    pub fn new(kind: BundleErrorKind, reason: impl fmt::Display) -> Self {
        let reason = cut(reason, LONGEST);
        Self { kind, member: None, stage: None, op: None, attribute: None, reason, hint: kind.hint() }
    }

    pub fn format(reason: impl fmt::Display) -> Self {
        Self::new(BundleErrorKind::Format, reason)
    }

    /// An attribute that contradicts the format; `fault` follows its name.
    pub(crate) fn attribute(name: &str, fault: impl fmt::Display) -> Self {
        Self::format(format!("attribute `{name}` {fault}")).in_attribute(name)
    }

    pub fn limit(reason: impl fmt::Display) -> Self {
        Self::new(BundleErrorKind::Limit, reason)
    }

    /// A limit of the engine itself, which nobody can raise.
    pub(crate) fn fixed_limit(reason: impl fmt::Display) -> Self {
        Self::limit(reason).with_hint("make the model smaller: this limit is fixed")
    }

    pub fn unsupported(reason: impl fmt::Display) -> Self {
        Self::new(BundleErrorKind::UnsupportedOp, reason)
    }

    /// Names the member at fault, unless a more exact one is already named.
    #[must_use]
    pub fn at(mut self, member: impl fmt::Display) -> Self {
        self.member.get_or_insert_with(|| cut(member, LONGEST));
        self
    }

    /// Names the stage at fault and its op.
    #[must_use]
    pub(crate) fn in_stage(mut self, stage: &str, op: &str) -> Self {
        self.stage = Some(cut(stage, LONGEST).into());
        self.op = Some(cut(op, LONGEST).into());
        self
    }

    /// Names the attribute at fault.
    #[must_use]
    pub(crate) fn in_attribute(mut self, attribute: &str) -> Self {
        self.attribute = Some(cut(attribute, LONGEST).into());
        self
    }

    /// Says what to do, where the kind of error alone does not tell.
    #[must_use]
    pub fn with_hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }
}

impl fmt::Display for BundleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.member {
            Some(member) => write!(f, "{member}: {}; {}", self.reason, self.hint),
            None => write!(f, "{}; {}", self.reason, self.hint),
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
    pub op: Option<&'static str>,
    pub column: Option<String>,
    /// Position of the row in a batch.
    pub row: Option<usize>,
    /// The beginning of what the column holds; absent for null, and where no single column is at fault.
    pub value: Option<Box<str>>,
    pub reason: String,
}

impl ScoreError {
    pub fn input(column: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { column: Some(column.into()), reason: reason.into(), ..Self::default() }
    }

    /// Adds the beginning of the value at fault.
    #[must_use]
    pub fn with_value(mut self, value: impl fmt::Display) -> Self {
        self.value = Some(excerpt(value).into());
        self
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
