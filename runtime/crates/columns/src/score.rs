//! Batches shared out among threads, and put together again in order.

use std::{
    collections::HashSet,
    panic::resume_unwind,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
};

use arrow_array::RecordBatch;
use arrow_schema::{DataType as ArrowType, Field, Schema, SchemaRef};
use saltus_engine::{ScoreError, Scorer};

use crate::{
    options::{Options, REASON},
    rows::{column_of, internal, score_batch},
    writer::writer,
};

/// Rows that a thread takes at a time: few enough to share out, many enough that resolving columns does not count.
const ROWS: usize = 32 * 1024;

/// What came of the data.
#[derive(Debug, Clone)]
pub struct Scored {
    pub schema: SchemaRef,
    pub batches: Vec<RecordBatch>,
}

/// Scores all batches, which have the given schema; the output keeps the order of the rows.
///
/// Fails for data that cannot be the scorer's input and, on [`crate::OnError::Raise`], for the first row at fault.
pub fn score(
    scorer: &Scorer,
    schema: &SchemaRef,
    batches: &[RecordBatch],
    options: &Options,
) -> Result<Scored, ScoreError> {
    let empty = RecordBatch::new_empty(schema.clone());
    let schema = output_schema(scorer, &empty, options)?;
    // Data without rows can be wrong too.
    score_batch(scorer, &empty, 0, &schema, options)?;
    let parts = parts(batches);
    let threads = options.threads.get().min(parts.len());
    let work = |(first, part): &(usize, RecordBatch)| score_batch(scorer, part, *first, &schema, options);
    let batches = if threads <= 1 {
        parts.iter().map(work).collect::<Result<_, _>>()?
    } else {
        share_out(&parts, threads, work)?
    };
    Ok(Scored { schema, batches })
}

fn output_schema(scorer: &Scorer, batch: &RecordBatch, options: &Options) -> Result<SchemaRef, ScoreError> {
    let mut fields = Vec::new();
    for name in &options.keep {
        column_of(batch, name)?;
        fields.push(batch.schema_ref().field_with_name(name).map_err(|error| internal(&error))?.clone());
    }
    for column in scorer.outputs() {
        let array = writer(&column.data_type, 0).finish().map_err(|error| internal(&error))?;
        fields.push(Field::new(&column.name, array.data_type().clone(), true));
    }
    if options.gives_reasons() {
        fields.push(Field::new(REASON, ArrowType::Utf8, true));
    }
    let mut names = HashSet::new();
    match fields.iter().find(|field| !names.insert(field.name())) {
        Some(twice) => Err(ScoreError::input(twice.name(), "would be in the output more than once")),
        None => Ok(Arc::new(Schema::new(fields))),
    }
}

/// Slices of at most [`ROWS`] rows, each with the position of its first row.
fn parts(batches: &[RecordBatch]) -> Vec<(usize, RecordBatch)> {
    let mut parts = Vec::new();
    let mut first = 0;
    for batch in batches {
        for start in (0..batch.num_rows()).step_by(ROWS) {
            let length = ROWS.min(batch.num_rows() - start);
            parts.push((first + start, batch.slice(start, length)));
        }
        first += batch.num_rows();
    }
    parts
}

/// Does the work on each part. Parts are taken in order, so the first error is that of the first part with one.
fn share_out<P: Sync, T: Send, E: Send>(
    parts: &[P],
    threads: usize,
    work: impl Fn(&P) -> Result<T, E> + Sync,
) -> Result<Vec<T>, E> {
    let (next, failed) = (AtomicUsize::new(0), AtomicBool::new(false));
    let worker = || {
        let mut done = Vec::new();
        while !failed.load(Ordering::Relaxed) {
            let position = next.fetch_add(1, Ordering::Relaxed);
            let Some(part) = parts.get(position) else { break };
            let result = work(part);
            failed.fetch_or(result.is_err(), Ordering::Relaxed);
            done.push((position, result));
        }
        done
    };
    // Threads of this call only: a pool would not survive the fork of a worker process.
    let mut results: Vec<_> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    });
    results.sort_unstable_by_key(|(position, _)| *position);
    results.into_iter().map(|(_, result)| result).collect()
}
