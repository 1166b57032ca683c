//! Reads MLeap bundles and scores them with Spark's semantics.
//!
//! The crate knows nothing of Python. Loading does all the work: members are read and checked, columns become
//! slots, parameters are precomputed. Scoring then runs a flat list of stages over a reusable [`Frame`].

mod bundle;
mod categories;
mod data_type;
mod decimal;
mod digest;
mod error;
mod excerpt;
mod frame;
mod golden;
mod java;
mod java_math;
mod json;
mod ops;
mod plan;
mod scalar;
mod scorer;
mod sql;
mod tree;
mod tree_budget;
mod vector;

pub use bundle::{Archive, Limits, Source};
pub use data_type::DataType;
pub use decimal::Decimal;
pub use error::{BundleError, BundleErrorKind, ScoreError, VerificationError};
pub use excerpt::excerpt;
pub use frame::{Frame, Slot, Value};
pub use golden::{Verification, verify};
pub use json::decode as decode_cell;
pub use ops::names as op_names;
pub use plan::{Bundle, Column, StageInfo};
pub use scalar::Scalar;
pub use scorer::Scorer;
pub use sql::{date_to_string, parse_date, parse_timestamp, timestamp_to_string};
pub use vector::Vector;
