//! Replaying golden rows.

use pyo3::prelude::*;
use saltus_engine as engine;

use crate::{
    bundle::Bundle,
    error::{guard_bundle, verification_error},
};

/// How far a bundle has been proven.
#[pyclass(frozen, get_all, eq, module = "saltus_runtime")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Verification {
    status: &'static str,
    rows: usize,
    not_finite: Vec<(usize, String)>,
}

#[pymethods]
impl Verification {
    fn __repr__(&self) -> String {
        format!("Verification(status={:?}, rows={})", self.status, self.rows)
    }
}

#[pyfunction]
#[pyo3(signature = (bundle, golden = None))]
pub(crate) fn verify(py: Python<'_>, bundle: &Bundle, golden: Option<&[u8]>) -> PyResult<Verification> {
    guard_bundle(py, bundle.file.as_deref(), || match py.detach(|| engine::verify(&bundle.inner, golden)) {
        Ok(engine::Verification { rows, not_finite }) => {
            let status = if rows.is_some() { "golden" } else { "none" };
            Ok(Verification { status, rows: rows.unwrap_or_default(), not_finite })
        }
        Err(error) => Err(verification_error(py, error, bundle.file.as_deref())),
    })
}
