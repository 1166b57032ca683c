//! The Python module `saltus_runtime._native`: wiring only.

mod arrow;
mod bundle;
mod convert;
mod error;
mod limits;
mod scorer;
mod verify;

use pyo3::prelude::*;

/// Which build this is, so that nobody benchmarks a debug build.
#[pyfunction]
fn build_profile() -> &'static str {
    if cfg!(debug_assertions) { "debug" } else { "release" }
}

/// Names of the ops that can be scored, sorted.
#[pyfunction]
fn op_names() -> Vec<&'static str> {
    let mut names: Vec<_> = saltus_engine::op_names().collect();
    names.sort_unstable();
    names
}

#[pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use crate::{
        arrow::ArrowTable,
        build_profile,
        bundle::{Bundle, Column, Stage, load},
        limits::Limits,
        op_names,
        scorer::Scorer,
        verify::{Verification, verify},
    };
}
