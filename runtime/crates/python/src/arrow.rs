//! Columns through the engine, by Arrow's `PyCapsule` interface.

use std::{num::NonZero, sync::Arc, thread};

use arrow_array::{RecordBatch, StructArray};
use arrow_schema::{Field, FieldRef};
use pyo3::{
    exceptions::{PyTypeError, PyValueError},
    prelude::*,
    types::PyCapsule,
};
use pyo3_arrow::{
    ffi::{ArrayIterator, to_schema_pycapsule, to_stream_pycapsule},
    input::AnyRecordBatch,
};
use saltus_columns::{OnError, OnSkip, Options, Scored};
use saltus_engine::{ScoreError, Scorer};

use crate::error::score_error;

/// Scored columns, for whatever reads Arrow.
#[pyclass(frozen, module = "saltus_runtime")]
#[derive(Debug)]
pub(crate) struct ArrowTable {
    scored: Scored,
}

impl ArrowTable {
    fn field(&self) -> FieldRef {
        Arc::new(Field::new_struct("", self.scored.schema.fields().clone(), false))
    }
}

#[pymethods]
impl ArrowTable {
    #[getter]
    fn column_names(&self) -> Vec<&str> {
        self.scored.schema.fields().iter().map(|field| field.name().as_str()).collect()
    }

    #[getter]
    fn num_rows(&self) -> usize {
        self.scored.batches.iter().map(RecordBatch::num_rows).sum()
    }

    fn __len__(&self) -> usize {
        self.num_rows()
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        Ok(to_schema_pycapsule(py, self.scored.schema.as_ref())?)
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let structs = self.scored.batches.clone().into_iter().map(|batch| Ok(Arc::new(StructArray::from(batch)) as _));
        let reader = ArrayIterator::new(structs, self.field());
        Ok(to_stream_pycapsule(py, Box::new(reader), requested_schema)?)
    }

    fn __repr__(&self) -> String {
        format!("ArrowTable(num_rows={}, column_names={:?})", self.num_rows(), self.column_names())
    }
}

/// Reads the data as a stream of batches, and scores them with the GIL released.
pub(crate) fn score(scorer: &Scorer, data: &Bound<'_, PyAny>, options: &Options) -> PyResult<ArrowTable> {
    let py = data.py();
    let data: AnyRecordBatch = data.extract().map_err(|error: PyErr| not_arrow(data, &error))?;
    let reader = data.into_reader()?;
    let schema = reader.schema();
    // A stream may run Python code, which takes the GIL for itself.
    let outcome = py.detach(|| {
        let batches = reader.collect::<Result<Vec<_>, _>>().map_err(|error| ScoreError {
            reason: format!("the data cannot be read: {error}"),
            ..ScoreError::default()
        })?;
        saltus_columns::score(scorer, &schema, &batches, options)
    });
    outcome.map(|scored| ArrowTable { scored }).map_err(|error| score_error(py, error))
}

fn not_arrow(data: &Bound<'_, PyAny>, error: &PyErr) -> PyErr {
    let py = data.py();
    let speaks = |name| data.hasattr(name).unwrap_or(false);
    if speaks("__arrow_c_stream__") || speaks("__arrow_c_array__") {
        return error.clone_ref(py);
    }
    let class = data.get_type().name().map_or_else(|_| "object".to_owned(), |name| name.to_string());
    let reason = "has no Arrow PyCapsule interface: give a table, frame or record batch of an Arrow library";
    PyTypeError::new_err(format!("`{class}` {reason}"))
}

pub(crate) fn options(threads: usize, on_error: &str, on_skip: &str, keep: Option<Vec<String>>) -> PyResult<Options> {
    let threads =
        NonZero::new(threads).unwrap_or_else(|| thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN));
    let on_error = match on_error {
        "raise" => OnError::Raise,
        "null" => OnError::Null,
        "drop" => OnError::Drop,
        other => return Err(unknown("on_error", other, "raise, null or drop")),
    };
    let on_skip = match on_skip {
        "null" => OnSkip::Null,
        "drop" => OnSkip::Drop,
        other => return Err(unknown("on_skip", other, "null or drop")),
    };
    Ok(Options { threads, on_error, on_skip, keep: keep.unwrap_or_default() })
}

fn unknown(name: &str, given: &str, known: &str) -> PyErr {
    PyValueError::new_err(format!("{name} is {known}, not `{given}`"))
}
