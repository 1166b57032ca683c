//! Rows as Arrow columns, which must be scored as the rows are.

use std::{num::NonZero, sync::Arc};

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{Field, Schema};
use saltus_columns::{OnError, OnSkip, Options, score, to_array};
use saltus_engine::{Column, Scorer, Value, Vector};

/// Scores rows as they are, and with dense vectors, which columns hold, one by one and as columns.
///
/// A row has a value for each input, in their order.
pub fn check_columns(scorer: &Scorer, rows: &[Vec<Value>]) {
    let inputs: Vec<&Column> = scorer.inputs().collect();
    let outputs: Vec<&Column> = scorer.outputs().collect();
    let score_rows = |rows: &[Vec<Value>]| -> Vec<Vec<Value>> {
        rows.iter().map(|row| score_row(scorer, &inputs, &outputs, row)).collect()
    };
    score_rows(rows);
    let rows: Vec<Vec<Value>> = rows.iter().map(|row| row.iter().map(dense).collect()).collect();
    let scored = score_rows(&rows);
    let batch = batch(&inputs, &rows);
    let options =
        Options { threads: NonZero::<usize>::MIN, on_error: OnError::Null, on_skip: OnSkip::Null, keep: Vec::new() };
    let Ok(found) = score(scorer, &batch.schema(), std::slice::from_ref(&batch), &options) else { return };
    let Some(found) = found.batches.first() else { return };
    for (position, column) in outputs.iter().enumerate() {
        let expected = gather(column, position, &scored);
        assert!(&expected == found.column(position), "{}: {expected:?} by rows, {found:?} by columns", column.name);
    }
}

fn dense(value: &Value) -> Value {
    match value {
        Value::Vector(vector) => {
            let mut elements = Vec::new();
            vector.write_dense(&mut elements);
            Value::Vector(Vector::from_dense(elements))
        }
        Value::List(cells) => Value::List(cells.iter().map(dense).collect()),
        other => other.clone(),
    }
}

/// The outputs for a row; nulls where it is dropped, or an error.
fn score_row(scorer: &Scorer, inputs: &[&Column], outputs: &[&Column], row: &[Value]) -> Vec<Value> {
    scorer.with_frame(|frame| {
        for (column, value) in inputs.iter().zip(row) {
            frame.set(column.slot, value.clone());
        }
        let kept = scorer.run(frame).unwrap_or(false);
        outputs.iter().map(|column| if kept { frame.get(column.slot).clone() } else { Value::Null }).collect()
    })
}

fn batch(inputs: &[&Column], rows: &[Vec<Value>]) -> RecordBatch {
    let columns: Vec<ArrayRef> =
        inputs.iter().enumerate().map(|(position, column)| gather(column, position, rows)).collect();
    let fields = inputs.iter().zip(&columns);
    let fields: Vec<Field> =
        fields.map(|(column, array)| Field::new(&column.name, array.data_type().clone(), true)).collect();
    let options = RecordBatchOptions::new().with_row_count(Some(rows.len()));
    RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), columns, &options)
        .expect("columns of one length and of their own types")
}

fn gather(column: &Column, position: usize, rows: &[Vec<Value>]) -> ArrayRef {
    let cells: Vec<Value> = rows.iter().map(|row| row[position].clone()).collect();
    to_array(&column.data_type, &cells).expect("cells of one type")
}
