//! From the engine's errors to the Python exceptions of `saltus_runtime.errors`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pyo3::{
    intern,
    prelude::*,
    types::{PyDict, PyString},
};
use saltus_engine::{BundleError, BundleErrorKind, ScoreError, VerificationError};

/// Builds the exception `class` from keyword arguments; failing that, the error of the attempt is raised.
fn exception(py: Python<'_>, class: &str, arguments: &Bound<'_, PyDict>) -> PyErr {
    let raised = (|| {
        let module = py.import(intern!(py, "saltus_runtime.errors"))?;
        module.getattr(PyString::new(py, class))?.call((), Some(arguments))
    })();
    match raised {
        Ok(error) => PyErr::from_value(error),
        Err(error) => error,
    }
}

macro_rules! raise {
    ($py:expr, $class:expr, $($name:ident = $value:expr),+ $(,)?) => {{
        let py: Python<'_> = $py;
        let arguments = PyDict::new(py);
        let filled: PyResult<()> = (|| {
            $(arguments.set_item(intern!(py, stringify!($name)), $value)?;)+
            Ok(())
        })();
        match filled {
            Ok(()) => exception(py, $class, &arguments),
            Err(error) => error,
        }
    }};
}

/// `file` is the path as the caller gave it.
pub(crate) fn bundle_error(py: Python<'_>, error: BundleError, file: Option<&str>) -> PyErr {
    let class = match error.kind {
        BundleErrorKind::Format => "BundleFormatError",
        BundleErrorKind::UnsupportedOp => "UnsupportedOpError",
        BundleErrorKind::Limit => "BundleLimitError",
        BundleErrorKind::UnknownColumn => "UnknownColumnError",
    };
    let BundleError { member, stage, op, attribute, reason, hint, .. } = error;
    raise!(
        py,
        class,
        reason = reason,
        file = file,
        member = member,
        stage = stage.as_deref(),
        op = op.as_deref(),
        attribute = attribute.as_deref(),
        hint = hint,
    )
}

pub(crate) fn score_error(py: Python<'_>, error: ScoreError) -> PyErr {
    let ScoreError { stage, op, column, row, value, reason } = error;
    raise!(
        py,
        "ScoreError",
        reason = reason,
        stage = stage,
        op = op,
        column = column,
        row = row,
        value = value.as_deref(),
    )
}

pub(crate) fn verification_error(py: Python<'_>, error: VerificationError, file: Option<&str>) -> PyErr {
    match error {
        VerificationError::Unreadable(error) => bundle_error(py, error, file),
        VerificationError::Differs { stage, column, row, expected, actual } => raise!(
            py,
            "VerificationError",
            stage = stage,
            column = column,
            row = row,
            expected = expected,
            actual = actual,
            file = file,
        ),
    }
}

/// Runs engine code; a panic in it becomes an error of this one call.
pub(crate) fn guard<T>(py: Python<'_>, work: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    caught(work).unwrap_or_else(|reason| Err(score_error(py, ScoreError { reason, ..ScoreError::default() })))
}

/// As [`guard`], for code that reads a bundle.
pub(crate) fn guard_bundle<T>(py: Python<'_>, file: Option<&str>, work: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    caught(work).unwrap_or_else(|reason| {
        Err(bundle_error(py, BundleError::format(reason).with_hint("report it with the bundle"), file))
    })
}

fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let what = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let what = what.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
        format!("internal error: {what}")
    })
}
