//! Replays the golden rows of a bundle: rows with the values that Spark itself gave.

use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::Value as Json;

use crate::{
    bundle::Members,
    error::{BundleError, ScoreError, VerificationError},
    excerpt::excerpt,
    frame::{Frame, Value},
    json,
    plan::{Bundle, Column, Stage},
    scorer::Scorer,
    vector::Vector,
};

const MEMBER: &str = "notes/golden_rows.json";
/// The name under which the file itself is known inside `notes/`.
const NOTE: &str = "golden_rows.json";

/// How far a bundle has been proven.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verification {
    /// Golden rows replayed; `None` where the bundle has none.
    pub rows: Option<usize>,
    /// Where Spark itself gave NaN or infinity: the row and the column.
    pub not_finite: Vec<(usize, String)>,
}

/// How a column's doubles are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Rule {
    /// The same number.
    Exact,
    /// Equal but for the last bits: exp, log, pow or a dot product was involved.
    Tolerance,
}

#[derive(Deserialize)]
struct GoldenRows {
    columns: Members<Rule>,
    rows: Vec<GoldenRow>,
}

#[derive(Deserialize)]
struct GoldenRow {
    input: Members<Json>,
    /// `None` where Spark dropped the row, or raised.
    #[serde(default)]
    output: Option<Members<Json>>,
    #[serde(default)]
    error: Option<String>,
}

/// Replays the golden rows in the bundle, or the ones given, stage by stage; the first difference is the error.
pub fn verify(bundle: &Bundle, golden: Option<&[u8]>) -> Result<Verification, VerificationError> {
    let Some(bytes) = golden.or_else(|| bundle.note(NOTE)) else {
        return Ok(Verification::default());
    };
    let deadline = Deadline::new(bundle.verify_seconds());
    let golden: GoldenRows = serde_json::from_slice(bytes)
        .map_err(|error| BundleError::format(format!("cannot be read: {error}")).at(MEMBER))?;
    let scorer = bundle.scorer(None)?;
    if let Some(column) = scorer.outputs().find(|column| !golden.columns.contains_key(&column.name)) {
        return Err(BundleError::format(format!("says nothing of the column `{}`", column.name)).at(MEMBER).into());
    }
    let mut not_finite = Vec::new();
    for (position, row) in golden.rows.iter().enumerate() {
        let replay = Replay { scorer: &scorer, rules: &golden.columns, deadline: &deadline, position, row };
        scorer.with_frame(|frame| replay.run(frame, &mut not_finite))?;
    }
    Ok(Verification { rows: Some(golden.rows.len()), not_finite })
}

/// When the replay must be over: rows cost what their stages cost, so that only time can bound them.
struct Deadline {
    start: Instant,
    seconds: u64,
}

impl Deadline {
    fn new(seconds: u64) -> Self {
        Self { start: Instant::now(), seconds }
    }

    /// To be called after every stage: a single row may have any number of them.
    fn check(&self, row: usize) -> Result<(), BundleError> {
        let Self { start, seconds } = self;
        if start.elapsed() < Duration::from_secs(*seconds) {
            return Ok(());
        }
        let reason = format!("takes longer than {seconds} s to replay, and is at row {row}");
        Err(BundleError::limit(reason)
            .at(MEMBER)
            .with_hint("keep fewer golden rows, or raise `Limits(verify_seconds=...)` if the bundle is trusted"))
    }
}

struct Replay<'a> {
    scorer: &'a Scorer,
    rules: &'a Members<Rule>,
    deadline: &'a Deadline,
    position: usize,
    row: &'a GoldenRow,
}

/// Why a replay stopped before the last stage.
enum Stop {
    Raised(ScoreError),
    Failed(VerificationError),
}

impl From<ScoreError> for Stop {
    fn from(error: ScoreError) -> Self {
        Self::Raised(error)
    }
}

impl Replay<'_> {
    fn run(&self, frame: &mut Frame, not_finite: &mut Vec<(usize, String)>) -> Result<(), VerificationError> {
        self.fill(frame)?;
        let scale = self.scale();
        let outcome = self
            .scorer
            .run_stages(frame, |stage, frame| self.compare(stage, frame, scale, not_finite).map_err(Stop::Failed));
        let expected = match (&self.row.output, &self.row.error) {
            (Some(_), _) => "a value".to_owned(),
            (None, None) => "no row (dropped)".to_owned(),
            (None, Some(error)) => format!("an error ({error})"),
        };
        match (outcome, &self.row.output, &self.row.error) {
            (Ok(true), Some(_), _) | (Ok(false), None, None) | (Err(Stop::Raised(_)), None, Some(_)) => Ok(()),
            (Err(Stop::Failed(error)), ..) => Err(error),
            (Ok(kept), ..) => {
                let actual = if kept { "a value" } else { "no row (dropped)" };
                Err(self.differs("(end of the pipeline)", "(all)", expected, actual.to_owned()))
            }
            (Err(Stop::Raised(error)), ..) => {
                let actual = format!("an error ({})", error.reason);
                let stage = error.stage.unwrap_or_default();
                Err(self.differs(&stage, &error.column.unwrap_or_default(), expected, actual))
            }
        }
    }

    fn fill(&self, frame: &mut Frame) -> Result<(), BundleError> {
        for column in self.scorer.inputs() {
            let problem = |reason: String| {
                BundleError::format(format!("row {}: input `{}` {reason}", self.position, column.name)).at(MEMBER)
            };
            let cell = self.row.input.get(&column.name).ok_or_else(|| problem("is missing".to_owned()))?;
            frame.set(column.slot, json::decode(cell, &column.data_type).map_err(problem)?);
        }
        Ok(())
    }

    fn compare(
        &self,
        stage: &Stage,
        frame: &Frame,
        scale: f64,
        not_finite: &mut Vec<(usize, String)>,
    ) -> Result<(), VerificationError> {
        self.deadline.check(self.position)?;
        // Where Spark dropped the row or raised, its intermediate values are not known.
        let Some(output) = &self.row.output else { return Ok(()) };
        for slot in stage.outputs.iter().filter(|slot| !self.scorer.drops(**slot)) {
            let Column { name, data_type, .. } = self.scorer.column(*slot);
            let cell = output.get(name).ok_or_else(|| {
                BundleError::format(format!("row {}: output `{name}` is missing", self.position)).at(MEMBER)
            })?;
            let expected = json::decode(cell, data_type).map_err(|reason| {
                BundleError::format(format!("row {}: output `{name}` {reason}", self.position)).at(MEMBER)
            })?;
            let scale = match self.rules.get(name) {
                Some(Rule::Tolerance) => Some(scale),
                _ => None,
            };
            if !same(&expected, frame.get(*slot), scale) {
                return Err(self.differs(&stage.name, name, excerpt(&expected), excerpt(frame.get(*slot))));
            }
            if !finite(&expected) {
                not_finite.push((self.position, name.clone()));
            }
        }
        Ok(())
    }

    /// The largest finite magnitude among 1, the row's inputs and its expected outputs.
    fn scale(&self) -> f64 {
        let cells = self.row.input.values().chain(self.row.output.iter().flat_map(|output| output.values()));
        cells.map(magnitude).fold(1.0, f64::max)
    }

    fn differs(&self, stage: &str, column: &str, expected: String, actual: String) -> VerificationError {
        let (stage, column) = (stage.to_owned(), column.to_owned());
        VerificationError::Differs { stage, column, row: self.position, expected, actual }
    }
}

fn magnitude(json: &Json) -> f64 {
    match json {
        Json::Number(number) => number.as_f64().map_or(0.0, f64::abs),
        Json::Array(elements) => elements.iter().map(magnitude).fold(0.0, f64::max),
        Json::Object(members) => match members.get("values") {
            Some(values @ Json::Array(_)) => magnitude(values),
            _ => members.values().map(magnitude).fold(0.0, f64::max),
        },
        _ => 0.0,
    }
}

/// Whether no NaN and no infinity is in a cell.
fn finite(value: &Value) -> bool {
    match value {
        Value::Float(value) => value.is_finite(),
        Value::Double(value) => value.is_finite(),
        Value::Vector(vector) => vector.values().iter().all(|value| value.is_finite()),
        Value::List(elements) => elements.iter().all(finite),
        Value::Map(entries) => entries.values().all(finite),
        _ => true,
    }
}

/// Whether two cells agree; with a scale, doubles may differ in their last bits.
fn same(expected: &Value, actual: &Value, scale: Option<f64>) -> bool {
    match (expected, actual) {
        (Value::Double(expected), Value::Double(actual)) => same_double(*expected, *actual, scale),
        (Value::Float(expected), Value::Float(actual)) => same_double((*expected).into(), (*actual).into(), scale),
        (Value::Vector(expected), Value::Vector(actual)) => same_vector(expected, actual, scale),
        (Value::List(expected), Value::List(actual)) => {
            expected.len() == actual.len()
                && expected.iter().zip(actual).all(|(expected, actual)| same(expected, actual, scale))
        }
        (Value::Map(expected), Value::Map(actual)) => {
            expected.len() == actual.len()
                && expected
                    .iter()
                    .zip(actual)
                    .all(|(expected, actual)| expected.0 == actual.0 && same(expected.1, actual.1, scale))
        }
        (Value::Null, Value::Null) => true,
        (Value::Boolean(expected), Value::Boolean(actual)) => expected == actual,
        (Value::Byte(expected), Value::Byte(actual)) => expected == actual,
        (Value::Short(expected), Value::Short(actual)) => expected == actual,
        (Value::Int(expected), Value::Int(actual)) => expected == actual,
        (Value::Long(expected), Value::Long(actual)) => expected == actual,
        (Value::Decimal(expected), Value::Decimal(actual)) => expected == actual,
        (Value::String(expected), Value::String(actual)) => expected == actual,
        _ => false,
    }
}

fn same_vector(expected: &Vector, actual: &Vector, scale: Option<f64>) -> bool {
    expected.len() == actual.len()
        && expected.is_sparse() == actual.is_sparse()
        && expected.indices() == actual.indices()
        && expected
            .values()
            .iter()
            .zip(actual.values())
            .all(|(expected, actual)| same_double(*expected, *actual, scale))
}

fn same_double(expected: f64, actual: f64, scale: Option<f64>) -> bool {
    if expected == actual || (expected.is_nan() && actual.is_nan()) {
        return true;
    }
    scale.is_some_and(|scale| {
        (expected - actual).abs() <= 1e-12 * expected.abs().max(actual.abs()) + 1e-12 * scale
            && expected.is_finite()
            && actual.is_finite()
    })
}

#[cfg(test)]
mod tests {
    use super::{Value, same};
    use crate::{data_type::DataType, json};

    fn double(value: f64) -> Value {
        Value::Double(value)
    }

    #[test]
    fn exact_columns_allow_no_last_bit() {
        let next = f64::from_bits(0.3_f64.to_bits() + 1);
        assert!(!same(&double(0.3), &double(next), None));
        assert!(same(&double(0.3), &double(next), Some(1.0)));
        assert!(!same(&double(0.3), &double(0.3001), Some(1.0)));
    }

    #[test]
    fn nan_equals_nan_and_nothing_else() {
        for scale in [None, Some(1.0)] {
            assert!(same(&double(f64::NAN), &double(f64::NAN), scale));
            assert!(!same(&double(f64::NAN), &double(1.0), scale));
            assert!(!same(&double(f64::INFINITY), &double(1.0), scale));
            assert!(same(&double(-0.0), &double(0.0), scale));
        }
    }

    #[test]
    fn the_form_of_a_vector_counts() -> Result<(), String> {
        let data_type = DataType::Vector(Some(2));
        let dense = json::decode(&serde_json::json!({"type": "dense", "values": [0.0, 1.0]}), &data_type)?;
        let sparse = serde_json::json!({"type": "sparse", "size": 2, "indices": [1], "values": [1.0]});
        assert!(!same(&dense, &json::decode(&sparse, &data_type)?, Some(1.0)));
        Ok(())
    }
}
