//! Scores Arrow columns: many rows at once, without an object for each value.
//!
//! Readers are resolved once for a batch: from the type that a column has to the type that the bundle declares. Rows
//! then pass through the engine's reusable frame, and writers gather what the stages add.

mod options;
mod reader;
mod rows;
mod score;
mod writer;

pub use options::{OnError, OnSkip, Options, REASON};
pub use score::{Scored, score};
pub use writer::to_array;
