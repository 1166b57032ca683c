//! What becomes of rows that have no scores, and how many threads do the work.

use std::num::NonZero;

/// Name of the column that tells why a row has no scores.
pub const REASON: &str = "error_reason";

/// What becomes of a row that Spark would raise on, or that does not fit the input types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnError {
    Raise,
    /// The row stays, with nulls and a reason.
    Null,
    Drop,
}

/// What becomes of a row that Spark drops (`handleInvalid = "skip"`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnSkip {
    /// The row stays, with nulls and a reason.
    Null,
    Drop,
}

#[derive(Debug, Clone)]
pub struct Options {
    pub threads: NonZero<usize>,
    pub on_error: OnError,
    pub on_skip: OnSkip,
    /// Columns of the input to put in front of the scores.
    pub keep: Vec<String>,
}

impl Options {
    /// Whether the output has a column of reasons.
    pub(crate) fn gives_reasons(&self) -> bool {
        self.on_error == OnError::Null || self.on_skip == OnSkip::Null
    }
}
