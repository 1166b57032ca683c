//! Counts the nodes of trees against the limits.

use crate::{bundle::Limits, error::BundleError};

/// What is left of the limits.
#[derive(Debug)]
pub(crate) struct TreeBudget {
    /// Nodes, of all trees together.
    nodes: usize,
    /// Nodes from the root of a tree to a leaf.
    depth: usize,
}

impl TreeBudget {
    pub(crate) fn new(nodes: usize, depth: usize) -> Self {
        Self { nodes, depth }
    }

    pub(crate) fn take_node(&mut self) -> Result<(), BundleError> {
        let left = self.nodes.checked_sub(1);
        self.nodes = left.ok_or_else(|| BundleError::limit("the bundle's trees have too many nodes"))?;
        Ok(())
    }

    /// Fails where a node, counting from 1 at the root, lies too deep.
    pub(crate) fn check_depth(&self, depth: usize) -> Result<(), BundleError> {
        if depth > self.depth {
            return Err(BundleError::limit(format!("is a tree more than {} nodes deep", self.depth)));
        }
        Ok(())
    }
}

impl From<&Limits> for TreeBudget {
    fn from(limits: &Limits) -> Self {
        Self::new(limits.tree_nodes, limits.tree_depth)
    }
}
