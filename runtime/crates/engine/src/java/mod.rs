//! Text as the JVM makes it.

mod jvm;
mod lower_case;
pub(crate) mod murmur3;
mod numbers;
mod regex;

pub(crate) use jvm::Jvm;
pub(crate) use lower_case::LowerCase;
pub(crate) use numbers::{double_to_string, float_to_string};
pub(crate) use regex::JavaRegex;
