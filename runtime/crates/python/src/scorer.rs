//! Rows of dicts through the engine.

use pyo3::{
    prelude::*,
    types::{PyDict, PyList, PyString},
};
use saltus_engine::{self as engine, DataType, Frame, ScoreError, Slot};

use crate::{
    arrow::{self, ArrowTable},
    bundle::{Column, interned},
    convert,
    error::{guard, score_error},
};

#[pyclass(frozen, module = "saltus_runtime")]
#[derive(Debug)]
pub(crate) struct Scorer {
    inner: engine::Scorer,
    inputs: Vec<Input>,
    outputs: Vec<Output>,
}

#[derive(Debug)]
struct Input {
    name: Py<PyString>,
    slot: Slot,
    data_type: DataType,
}

#[derive(Debug)]
struct Output {
    name: Py<PyString>,
    slot: Slot,
    data_type: DataType,
}

impl Scorer {
    pub(crate) fn new(py: Python<'_>, inner: engine::Scorer) -> Self {
        let inputs = inner.inputs().map(|column| Input {
            name: interned(py, &column.name),
            slot: column.slot,
            data_type: column.data_type.clone(),
        });
        let outputs = inner.outputs().map(|column| Output {
            name: interned(py, &column.name),
            slot: column.slot,
            data_type: column.data_type.clone(),
        });
        Self { inputs: inputs.collect(), outputs: outputs.collect(), inner }
    }

    /// Reads the row into the frame; keys that are no inputs are left alone.
    fn fill(&self, frame: &mut Frame, row: &Bound<'_, PyAny>) -> Result<(), ScoreError> {
        let py = row.py();
        let problem = |input: &Input, reason: &str| ScoreError::input(input.name.bind(py).to_string_lossy(), reason);
        let Ok(row) = row.cast::<PyDict>() else {
            return Err(ScoreError { reason: "a row is a dict of column names".to_owned(), ..ScoreError::default() });
        };
        for input in &self.inputs {
            let object = row.get_item(&input.name).ok().flatten();
            let object = object.ok_or_else(|| problem(input, "is missing from the row"))?;
            convert::fill(frame.get_mut(input.slot), &object, &input.data_type).map_err(|reason| {
                let error = problem(input, &reason);
                match convert::show(&object) {
                    Some(value) => error.with_value(value),
                    None => error,
                }
            })?;
        }
        Ok(())
    }

    fn read<'py>(&self, py: Python<'py>, frame: &Frame) -> PyResult<Bound<'py, PyDict>> {
        let scored = PyDict::new(py);
        for output in &self.outputs {
            scored.set_item(&output.name, convert::extract(py, frame.get(output.slot), &output.data_type)?)?;
        }
        Ok(scored)
    }

    fn score_row<'py>(&self, row: &Bound<'py, PyAny>, position: Option<usize>) -> PyResult<Option<Bound<'py, PyDict>>> {
        let py = row.py();
        self.inner.with_frame(|frame| {
            let kept = self.fill(frame, row).and_then(|()| self.inner.run(frame)).map_err(|mut error| {
                error.row = position;
                score_error(py, error)
            })?;
            if kept { self.read(py, frame).map(Some) } else { Ok(None) }
        })
    }
}

#[pymethods]
impl Scorer {
    #[getter]
    fn inputs(&self) -> Vec<Column> {
        self.inner.inputs().map(Column::from).collect()
    }

    #[getter]
    fn outputs(&self) -> Vec<Column> {
        self.inner.outputs().map(Column::from).collect()
    }

    fn score<'py>(&self, row: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyDict>>> {
        guard(row.py(), || self.score_row(row, None))
    }

    fn score_many<'py>(&self, rows: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyList>> {
        let py = rows.py();
        guard(py, || {
            let scored = PyList::empty(py);
            for (position, row) in rows.try_iter()?.enumerate() {
                scored.append(self.score_row(&row?, Some(position))?)?;
            }
            Ok(scored)
        })
    }

    #[pyo3(signature = (data, *, threads = 1, on_error = "raise", on_skip = "null", keep = None))]
    fn score_arrow(
        &self,
        data: &Bound<'_, PyAny>,
        threads: usize,
        on_error: &str,
        on_skip: &str,
        keep: Option<Vec<String>>,
    ) -> PyResult<ArrowTable> {
        let options = arrow::options(threads, on_error, on_skip, keep)?;
        guard(data.py(), || arrow::score(&self.inner, data, &options))
    }

    fn trace<'py>(&self, row: &Bound<'py, PyAny>) -> PyResult<Vec<(String, Bound<'py, PyDict>)>> {
        let py = row.py();
        guard(py, || {
            self.inner.with_frame(|frame| {
                let mut stages: Vec<(String, Bound<'py, PyDict>)> = Vec::new();
                let mut problem = None;
                self.fill(frame, row).map_err(|error| score_error(py, error))?;
                let outcome = self.inner.run_with(frame, |stage, column, frame| {
                    if stages.last().is_none_or(|(name, _)| name != stage) {
                        stages.push((stage.to_owned(), PyDict::new(py)));
                    }
                    let cell = convert::extract(py, frame.get(column.slot), &column.data_type);
                    let set = cell.and_then(|cell| match stages.last() {
                        Some((_, columns)) => columns.set_item(&column.name, cell),
                        None => Ok(()),
                    });
                    problem = set.err().or(problem.take());
                });
                outcome.map_err(|error| score_error(py, error))?;
                problem.map_or(Ok(stages), Err)
            })
        })
    }
}
