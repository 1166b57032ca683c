//! `Limits`: what an untrusted bundle may cost.

use pyo3::{exceptions::PyValueError, prelude::*, types::PyInt};
use saltus_engine as engine;

/// Bounds on what is read; a bundle beyond one of them is refused.
#[pyclass(frozen, get_all, eq, hash, module = "saltus_runtime")]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Limits {
    total_bytes: u64,
    members: usize,
    ratio: u64,
    depth: usize,
    tree_nodes: usize,
    tree_depth: usize,
    vector_size: usize,
    attributes: usize,
    verify_seconds: u64,
}

#[pymethods]
impl Limits {
    #[new]
    #[pyo3(signature = (*, total_bytes = None, members = None, ratio = None, depth = None, tree_nodes = None, tree_depth = None, vector_size = None, attributes = None, verify_seconds = None))]
    #[expect(clippy::too_many_arguments, reason = "one for each limit, all of them by name")]
    fn new(
        total_bytes: Option<Bound<'_, PyInt>>,
        members: Option<Bound<'_, PyInt>>,
        ratio: Option<Bound<'_, PyInt>>,
        depth: Option<Bound<'_, PyInt>>,
        tree_nodes: Option<Bound<'_, PyInt>>,
        tree_depth: Option<Bound<'_, PyInt>>,
        vector_size: Option<Bound<'_, PyInt>>,
        attributes: Option<Bound<'_, PyInt>>,
        verify_seconds: Option<Bound<'_, PyInt>>,
    ) -> PyResult<Self> {
        let default = engine::Limits::default();
        let limits = engine::Limits {
            total_bytes: count("total_bytes", total_bytes, default.total_bytes)?,
            members: count("members", members, default.members)?,
            ratio: count("ratio", ratio, default.ratio)?,
            depth: count("depth", depth, default.depth)?,
            tree_nodes: count("tree_nodes", tree_nodes, default.tree_nodes)?,
            tree_depth: count("tree_depth", tree_depth, default.tree_depth)?,
            vector_size: count("vector_size", vector_size, default.vector_size)?,
            attributes: count("attributes", attributes, default.attributes)?,
            verify_seconds: count("verify_seconds", verify_seconds, default.verify_seconds)?,
        };
        limits.check().map_err(PyValueError::new_err)?;
        Ok(Self::from(limits))
    }

    fn __repr__(&self) -> String {
        let Self {
            total_bytes,
            members,
            ratio,
            depth,
            tree_nodes,
            tree_depth,
            vector_size,
            attributes,
            verify_seconds,
        } = self;
        format!(
            "Limits(total_bytes={total_bytes}, members={members}, ratio={ratio}, depth={depth}, \
             tree_nodes={tree_nodes}, tree_depth={tree_depth}, vector_size={vector_size}, attributes={attributes}, \
             verify_seconds={verify_seconds})"
        )
    }
}

fn count<T: TryFrom<u64>>(name: &str, value: Option<Bound<'_, PyInt>>, default: T) -> PyResult<T> {
    let Some(value) = value else { return Ok(default) };
    let fits = value.extract::<u64>().ok().and_then(|value| T::try_from(value).ok());
    fits.ok_or_else(|| PyValueError::new_err(format!("{name} is {value}, which is no count in range")))
}

impl From<engine::Limits> for Limits {
    fn from(limits: engine::Limits) -> Self {
        let engine::Limits {
            total_bytes,
            members,
            ratio,
            depth,
            tree_nodes,
            tree_depth,
            vector_size,
            attributes,
            verify_seconds,
        } = limits;
        Self { total_bytes, members, ratio, depth, tree_nodes, tree_depth, vector_size, attributes, verify_seconds }
    }
}

impl From<&Limits> for engine::Limits {
    fn from(limits: &Limits) -> Self {
        let Limits {
            total_bytes,
            members,
            ratio,
            depth,
            tree_nodes,
            tree_depth,
            vector_size,
            attributes,
            verify_seconds,
        } = *limits;
        Self { total_bytes, members, ratio, depth, tree_nodes, tree_depth, vector_size, attributes, verify_seconds }
    }
}
