//! Expressions as a bundle has them.

use serde::Deserialize;
use serde_json::Value as Json;

use crate::error::BundleError;

/// Bytes of one expression in JSON.
const LONGEST: usize = 1 << 18;
/// Calls inside each other; `serde_json` has a limit of its own, so that reading does not overflow the stack either.
const DEEPEST: usize = 50;

/// One of: a column by its input port, a literal, or a call.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Node {
    #[serde(default)]
    pub(super) column: Option<usize>,
    #[serde(default)]
    pub(super) literal: Option<Json>,
    #[serde(default)]
    pub(super) call: Option<String>,
    /// Of a literal or a call.
    #[serde(default)]
    pub(super) r#type: Option<String>,
    #[serde(default)]
    pub(super) arguments: Vec<Node>,
}

impl Node {
    pub(super) fn read(text: &str) -> Result<Self, BundleError> {
        if text.len() > LONGEST {
            return Err(BundleError::limit(format!(
                "has an expression of {} bytes, allowed are {LONGEST}",
                text.len()
            )));
        }
        let node: Self = serde_json::from_str(text)
            .map_err(|error| BundleError::format(format!("has an expression that cannot be read: {error}")))?;
        node.check_depth(DEEPEST)?;
        Ok(node)
    }

    /// The input port, where the node is nothing but a column.
    pub(super) fn lone_column(&self) -> Option<usize> {
        let alone = self.literal.is_none() && self.call.is_none() && self.r#type.is_none() && self.arguments.is_empty();
        self.column.filter(|_| alone)
    }

    fn check_depth(&self, left: usize) -> Result<(), BundleError> {
        let Some(left) = left.checked_sub(1) else {
            return Err(BundleError::limit(format!("has an expression that nests more than {DEEPEST} calls")));
        };
        self.arguments.iter().try_for_each(|argument| argument.check_depth(left))
    }
}
