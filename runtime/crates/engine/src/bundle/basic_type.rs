//! Names of basic types, as values of attributes.

use super::value::Parsed;

/// One byte each: a file may list millions of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BasicType {
    Boolean,
    Byte,
    Short,
    Int,
    Long,
    Float,
    Double,
    String,
    ByteString,
}

/// Each with its number in protobuf and its name in JSON.
const KNOWN: [(BasicType, i32, &str); 9] = [
    (BasicType::Boolean, 1, "boolean"),
    (BasicType::Byte, 2, "byte"),
    (BasicType::Short, 3, "short"),
    (BasicType::Int, 4, "int"),
    (BasicType::Long, 5, "long"),
    (BasicType::Float, 6, "float"),
    (BasicType::Double, 7, "double"),
    (BasicType::String, 100, "string"),
    (BasicType::ByteString, 101, "byte_string"),
];

impl BasicType {
    pub(super) fn from_number(number: i32) -> Parsed<Self> {
        let found = KNOWN.into_iter().find(|(_, known, _)| *known == number);
        found.map(|(kind, ..)| kind).ok_or_else(|| format!("names the unknown basic type {number}"))
    }

    pub(super) fn from_name(name: &str) -> Parsed<Self> {
        let found = KNOWN.into_iter().find(|(.., known)| *known == name);
        found.map(|(kind, ..)| kind).ok_or_else(|| format!("names the unknown basic type `{}`", name.escape_debug()))
    }

    pub(crate) fn name(self) -> &'static str {
        KNOWN[self as usize].2
    }
}

#[cfg(test)]
mod tests {
    use super::{BasicType, KNOWN};

    #[test]
    fn each_is_found_by_its_number_and_by_its_name() {
        for (kind, number, name) in KNOWN {
            assert_eq!(Ok(kind), BasicType::from_number(number));
            assert_eq!(Ok(kind), BasicType::from_name(name));
            assert_eq!(name, kind.name());
        }
        assert!(BasicType::from_number(0).is_err());
        assert!(BasicType::from_name("undefined").is_err());
    }
}
