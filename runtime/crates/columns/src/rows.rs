//! The rows of one batch through the engine.

use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, RecordBatch};
use arrow_schema::{ArrowError, SchemaRef};
use arrow_select::filter::filter;
use saltus_engine::{Frame, ScoreError, Scorer, Slot, Value};

use crate::{
    options::{OnError, OnSkip, Options},
    reader::Reader,
    writer::{Write, writer},
};

const SKIPPED: &str = "row dropped: a stage skips invalid rows";

/// Scores a batch whose first row is number `first` of the data.
pub(crate) fn score_batch(
    scorer: &Scorer,
    batch: &RecordBatch,
    first: usize,
    schema: &SchemaRef,
    options: &Options,
) -> Result<RecordBatch, ScoreError> {
    let inputs = readers(scorer, batch)?;
    let slots: Vec<Slot> = scorer.outputs().map(|column| column.slot).collect();
    let mut out = Output::new(scorer, batch.num_rows(), options);
    scorer.with_frame(|frame| {
        for row in 0..batch.num_rows() {
            match fill(frame, &inputs, row).and_then(|()| scorer.run(frame)) {
                Ok(true) => out.push(frame, &slots),
                Ok(false) => out.skip(options.on_skip == OnSkip::Null, SKIPPED),
                Err(error) if options.on_error == OnError::Raise => return Err(error.in_row(first + row)),
                Err(error) => out.skip(options.on_error == OnError::Null, error.to_string()),
            }
        }
        Ok(())
    })?;
    out.finish(batch, schema, options).map_err(|error| internal(&error))
}

pub(crate) fn internal(error: &ArrowError) -> ScoreError {
    ScoreError { reason: format!("the columns cannot be made: {error}"), ..ScoreError::default() }
}

struct Input {
    name: String,
    slot: Slot,
    reader: Reader,
}

/// A reader for each input; fails where the batch cannot be the scorer's input, whatever its rows hold.
fn readers(scorer: &Scorer, batch: &RecordBatch) -> Result<Vec<Input>, ScoreError> {
    let inputs = scorer.inputs().map(|column| {
        let array = column_of(batch, &column.name)?;
        let reader = Reader::new(array, &column.data_type).map_err(|reason| ScoreError::input(&column.name, reason))?;
        Ok(Input { name: column.name.clone(), slot: column.slot, reader })
    });
    inputs.collect()
}

pub(crate) fn column_of<'a>(batch: &'a RecordBatch, name: &str) -> Result<&'a ArrayRef, ScoreError> {
    let schema = batch.schema_ref();
    let mut found = schema.fields().iter().enumerate().filter(|(_, field)| field.name() == name);
    match (found.next(), found.next()) {
        (Some((position, _)), None) => Ok(batch.column(position)),
        (Some(_), Some(_)) => Err(ScoreError::input(name, "is in the data more than once")),
        (None, _) => Err(ScoreError::input(name, "is missing from the data")),
    }
}

fn fill(frame: &mut Frame, inputs: &[Input], row: usize) -> Result<(), ScoreError> {
    inputs.iter().try_for_each(|input| {
        let filled = input.reader.fill(row, frame.get_mut(input.slot));
        filled.map_err(|reason| ScoreError::input(&input.name, reason))
    })
}

struct Output {
    writers: Vec<Box<dyn Write>>,
    reasons: Option<Vec<Option<String>>>,
    /// Which rows of the input are in the output.
    kept: Vec<bool>,
}

impl Output {
    fn new(scorer: &Scorer, rows: usize, options: &Options) -> Self {
        Self {
            writers: scorer.outputs().map(|column| writer(&column.data_type, rows)).collect(),
            reasons: options.gives_reasons().then(Vec::new),
            kept: Vec::with_capacity(rows),
        }
    }

    fn push(&mut self, frame: &Frame, slots: &[Slot]) {
        for (writer, slot) in self.writers.iter_mut().zip(slots) {
            writer.push(frame.get(*slot));
        }
        self.end(None);
    }

    fn skip(&mut self, stays: bool, reason: impl Into<String>) {
        if stays {
            self.writers.iter_mut().for_each(|writer| writer.push(&Value::Null));
            self.end(Some(reason.into()));
        } else {
            self.kept.push(false);
        }
    }

    fn end(&mut self, reason: Option<String>) {
        self.kept.push(true);
        if let Some(reasons) = &mut self.reasons {
            reasons.push(reason);
        }
    }

    fn finish(self, batch: &RecordBatch, schema: &SchemaRef, options: &Options) -> Result<RecordBatch, ArrowError> {
        let all = self.kept.iter().all(|kept| *kept);
        let kept = BooleanArray::from(self.kept);
        let mut columns = Vec::new();
        for name in &options.keep {
            let column = batch.column(schema_position(batch, name)?);
            columns.push(if all { column.clone() } else { filter(column, &kept)? });
        }
        for writer in self.writers {
            columns.push(writer.finish()?);
        }
        if let Some(reasons) = self.reasons {
            columns.push(Arc::new(arrow_array::StringArray::from(reasons)));
        }
        let rows = arrow_array::RecordBatchOptions::new().with_row_count(Some(kept.true_count()));
        RecordBatch::try_new_with_options(schema.clone(), columns, &rows)
    }
}

fn schema_position(batch: &RecordBatch, name: &str) -> Result<usize, ArrowError> {
    batch.schema_ref().index_of(name)
}
