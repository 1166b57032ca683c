//! Expressions of SQL over the columns of a row, with Spark's types, nulls and errors.
//!
//! A bundle holds them as trees whose every call names its type: what Spark's analyzer would coerce, the exporter has
//! cast. Compiling checks the types once; a row then meets no decision about them. One file for each family of
//! functions, and the registry that names them.

mod arithmetic;
mod calendar;
mod call;
mod cast;
mod cell;
mod comparison;
mod compile;
mod conditional;
mod dates;
mod decimals;
mod expression;
mod logic;
mod math;
mod node;
mod patterns;
mod registry;
mod rounding;
mod text;
mod timestamps;
mod zone;

pub use calendar::{date_to_string, parse_date, parse_timestamp, timestamp_to_string};
pub(crate) use call::Settings;
pub(crate) use compile::{Compiled, Compiler};
pub(crate) use expression::Expression;
pub(crate) use zone::Zone;
