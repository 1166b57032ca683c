//! `saltus.sql`: Spark's `SQLTransformer`, for statements that give each row by itself; MLeap has no such op.
//!
//! `SELECT … FROM __THIS__ WHERE …` as one tree for each column that is added, and one for the condition; a row for which
//! that is not true is dropped. What Spark would raise is an error that names the column. An output may have the name of
//! an earlier column, and takes its place for later stages. docs/sql.md lists the functions.
//!
//! Attributes:
//!
//! - `expressions`: list of string, each the expression in JSON for the output port of its position: `{"column": port}`,
//!   `{"literal": value, "type": type}` or `{"call": function, "type": type, "arguments": […]}`
//! - `where`: string, such an expression; every row is kept where it is left out
//! - `ansi`: boolean, whether `spark.sql.ansi.enabled` holds: overflows, divisions by zero and texts that are no numbers
//!   raise, where they wrap or give null else
//! - `time_zone_seconds`: int, by how much the session's time zone is ahead of UTC; default 0
//! - `time_zone`: string, instead of that: a region of the IANA database such as `Europe/Berlin`
//! - `dropped`: list of string, the columns of earlier stages that the statement leaves out; default none
//! - `input_types`: list of string, the types of the columns; they count where the bundle does not declare its inputs

use super::Op;
use crate::{
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot, Value},
    plan::StageBuilder,
    sql::{Compiled, Compiler, Expression, Settings, Zone},
};

#[derive(Debug)]
struct Sql {
    condition: Option<Expression>,
    columns: Vec<Computed>,
}

#[derive(Debug)]
struct Computed {
    name: String,
    output: Slot,
    value: Compiled,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let types = attributes.strings("input_types")?.iter().map(|name| name.parse());
    let types: Vec<DataType> = types
        .collect::<Result<_, _>>()
        .map_err(|reason| BundleError::attribute("input_types", format!("names an {reason}")))?;
    let columns = stage.inputs(|port| types.get(port).cloned().unwrap_or(DataType::Double))?;
    let compiler = Compiler { columns: &columns, settings: settings(stage)? };
    let expressions = attributes.strings("expressions")?;
    let compile = |text: &String| compiler.compile(text).map_err(|error| error.in_attribute("expressions"));
    let values: Vec<Compiled> = expressions.iter().map(compile).collect::<Result<_, _>>()?;
    let condition = attributes.optional_string("where")?;
    let condition = condition.map(|text| compiler.condition(text).map_err(|error| error.in_attribute("where")));
    let condition = condition.transpose()?;
    if condition.is_some() {
        stage.drops_rows();
    }
    stage.overwrites();
    let outputs = stage.outputs(values.iter().map(|value| value.data_type().clone()).collect())?;
    if attributes.has("dropped") {
        stage.drop_columns(attributes.strings("dropped")?)?;
    }
    let names = stage.output_names();
    let columns = names.into_iter().zip(outputs).zip(values);
    let columns = columns.map(|((name, output), value)| Computed { name, output, value }).collect();
    Ok(Box::new(Sql { condition, columns }))
}

fn settings(stage: &StageBuilder<'_>) -> Result<Settings, BundleError> {
    let attributes = stage.attributes();
    let (name, zone) = if let Some(region) = attributes.optional_string("time_zone")? {
        ("time_zone", Zone::region(region))
    } else {
        let seconds = attributes.optional_integer("time_zone_seconds")?.unwrap_or(0);
        ("time_zone_seconds", Zone::fixed(seconds))
    };
    let zone = zone.map_err(|reason| BundleError::attribute(name, reason))?;
    Ok(Settings { ansi: attributes.boolean("ansi")?, zone })
}

impl Op for Sql {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        if let Some(condition) = &self.condition {
            if !condition.holds(frame)? {
                return Ok(Flow::Drop);
            }
        }
        for column in &self.columns {
            if frame.wants(column.output) {
                column.set(frame)?;
            }
        }
        Ok(Flow::Next)
    }
}

impl Computed {
    fn set(&self, frame: &mut Frame) -> Result<(), Fault> {
        let expression = match &self.value {
            Compiled::Column(column) => {
                let value = frame.get(column.slot).clone();
                frame.set(self.output, value);
                return Ok(());
            }
            Compiled::Expression(expression) => expression,
        };
        let buffer = match std::mem::take(frame.get_mut(self.output)) {
            Value::String(buffer) => buffer,
            _ => String::new(),
        };
        let cell = expression.eval(frame).map_err(|fault| fault.in_column(&self.name))?;
        let value = cell.store(&expression.data_type, buffer);
        frame.set(self.output, value);
        Ok(())
    }
}
