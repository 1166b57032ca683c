//! `load` and what it returns.

use std::{collections::HashMap, path::PathBuf};

use pyo3::{
    exceptions::PyValueError,
    prelude::*,
    types::{PyBytes, PyDict, PyString},
};
use saltus_engine::{self as engine, DataType};

use crate::{
    convert,
    error::{bundle_error, guard_bundle},
    limits::Limits,
    scorer::Scorer,
};

/// A column of the pipeline.
#[pyclass(frozen, get_all, eq, module = "saltus_runtime")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Column {
    name: String,
    r#type: String,
}

#[pymethods]
impl Column {
    fn __repr__(&self) -> String {
        format!("Column(name={:?}, type={:?})", self.name, self.r#type)
    }
}

impl From<&engine::Column> for Column {
    fn from(column: &engine::Column) -> Self {
        Self { name: column.name.clone(), r#type: column.data_type.to_string() }
    }
}

/// A stage of the pipeline.
#[pyclass(frozen, get_all, eq, module = "saltus_runtime")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stage {
    name: String,
    op: String,
    inputs: Vec<String>,
    outputs: Vec<String>,
}

#[pymethods]
impl Stage {
    fn __repr__(&self) -> String {
        format!("Stage(name={:?}, op={:?}, inputs={:?}, outputs={:?})", self.name, self.op, self.inputs, self.outputs)
    }
}

#[pyclass(frozen, module = "saltus_runtime")]
#[derive(Debug)]
pub(crate) struct Bundle {
    pub(crate) inner: engine::Bundle,
    /// The path as given, for errors.
    pub(crate) file: Option<String>,
}

#[pymethods]
impl Bundle {
    #[getter]
    fn name(&self) -> &str {
        self.inner.name()
    }

    #[getter]
    fn format(&self) -> &'static str {
        self.inner.format()
    }

    #[getter]
    fn digest(&self) -> &str {
        self.inner.digest()
    }

    #[getter]
    fn inputs(&self) -> Vec<Column> {
        self.inner.inputs().map(Column::from).collect()
    }

    #[getter]
    fn outputs(&self) -> Vec<Column> {
        self.inner.outputs().map(Column::from).collect()
    }

    #[getter]
    fn stages(&self) -> Vec<Stage> {
        let stages = self.inner.stages().map(|stage| Stage {
            name: stage.name,
            op: stage.op.to_owned(),
            inputs: stage.inputs,
            outputs: stage.outputs,
        });
        stages.collect()
    }

    #[getter]
    fn meta<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let meta = PyDict::new(py);
        for (name, value) in self.inner.meta() {
            meta.set_item(name, convert::extract(py, &value, &DataType::String)?)?;
        }
        Ok(meta)
    }

    #[getter]
    fn notes(&self) -> Vec<&str> {
        self.inner.notes().collect()
    }

    fn note<'py>(&self, py: Python<'py>, name: &str) -> Option<Bound<'py, PyBytes>> {
        self.inner.note(name).map(|bytes| PyBytes::new(py, bytes))
    }

    #[pyo3(signature = (outputs = None))]
    #[expect(clippy::needless_pass_by_value, reason = "arguments from Python arrive by value")]
    fn scorer(&self, py: Python<'_>, outputs: Option<Vec<String>>) -> PyResult<Scorer> {
        let scorer = self.inner.scorer(outputs.as_deref());
        scorer.map(|scorer| Scorer::new(py, scorer)).map_err(|error| bundle_error(py, error, self.file.as_deref()))
    }

    fn __repr__(&self) -> String {
        format!("Bundle(name={:?}, digest={:?})", self.inner.name(), self.inner.digest())
    }
}

#[pyfunction]
#[pyo3(signature = (source, *, inputs = None, limits = None))]
pub(crate) fn load(
    py: Python<'_>,
    source: &Bound<'_, PyAny>,
    inputs: Option<HashMap<String, String>>,
    limits: Option<&Limits>,
) -> PyResult<Bundle> {
    let mut types = HashMap::new();
    for (name, data_type) in inputs.unwrap_or_default() {
        let parsed = data_type.parse().map_err(|reason| PyValueError::new_err(format!("input `{name}`: {reason}")))?;
        types.insert(name, parsed);
    }
    let limits = limits.map(engine::Limits::from).unwrap_or_default();
    let (source, file) = source_of(source)?;
    let loaded = guard_bundle(py, file.as_deref(), || {
        Ok(py.detach(|| source.and_then(|source| engine::Bundle::load(&source, &types, &limits))))
    })?;
    match loaded {
        Ok(inner) => Ok(Bundle { inner, file }),
        Err(error) => Err(bundle_error(py, error, file.as_deref())),
    }
}

/// Where to read, and how to call it; only a string can be a URI.
fn source_of(source: &Bound<'_, PyAny>) -> PyResult<(Result<engine::Source, engine::BundleError>, Option<String>)> {
    if let Ok(bytes) = source.cast::<PyBytes>() {
        return Ok((Ok(engine::Source::Bytes(bytes.as_bytes().to_vec())), None));
    }
    // A path with bytes that are no text reads as a string with lone surrogates, and is no URI.
    if let Some(location) = source.cast::<PyString>().ok().and_then(|location| location.to_str().ok()) {
        return Ok((engine::Source::parse(location), Some(location.to_owned())));
    }
    let path: PathBuf = source.extract()?;
    let file = path.display().to_string();
    Ok((Ok(engine::Source::Path(path)), Some(file)))
}

/// Names that rows are looked up by, made once.
pub(crate) fn interned(py: Python<'_>, name: &str) -> Py<PyString> {
    PyString::intern(py, name).unbind()
}
