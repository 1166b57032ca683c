//! The attributes of one model, fetched by name with the type the op expects.

use std::collections::BTreeMap;

use super::value::{AttributeValue, List, Scalar, Shape, Tensor, Values};
use crate::error::BundleError;

#[derive(Debug, Clone, Default)]
pub(crate) struct Attributes {
    values: BTreeMap<String, AttributeValue>,
}

type Fetched<T> = Result<T, BundleError>;

fn wrong<T>(name: &str, expected: &str) -> Fetched<T> {
    Err(BundleError::format(format!("attribute `{name}` is not {expected}")))
}

fn require<T>(name: &str, value: Option<T>) -> Fetched<T> {
    value.ok_or_else(|| BundleError::format(format!("attribute `{name}` is missing")))
}

impl Attributes {
    pub(crate) fn new(values: BTreeMap<String, AttributeValue>) -> Self {
        Self { values }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &AttributeValue)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value))
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    fn optional<'a, T>(
        &'a self,
        name: &str,
        expected: &str,
        read: impl FnOnce(&'a AttributeValue) -> Option<T>,
    ) -> Fetched<Option<T>> {
        match self.values.get(name) {
            None => Ok(None),
            Some(value) => read(value).map_or_else(|| wrong(name, expected), |value| Ok(Some(value))),
        }
    }

    pub(crate) fn boolean(&self, name: &str) -> Fetched<bool> {
        let value = self.optional(name, "a boolean", |value| match value {
            AttributeValue::Scalar(Scalar::Boolean(value)) => Some(*value),
            AttributeValue::Scalar(Scalar::Default) => Some(false),
            _ => None,
        })?;
        require(name, value)
    }

    /// A boolean that is false where it is left out.
    pub(crate) fn flag(&self, name: &str) -> Fetched<bool> {
        if self.has(name) { self.boolean(name) } else { Ok(false) }
    }

    pub(crate) fn string(&self, name: &str) -> Fetched<&str> {
        let value = self.optional_string(name)?;
        require(name, value)
    }

    pub(crate) fn optional_string(&self, name: &str) -> Fetched<Option<&str>> {
        self.optional(name, "a string", |value| match value {
            AttributeValue::Scalar(Scalar::String(value)) => Some(value.as_str()),
            AttributeValue::Scalar(Scalar::Default) => Some(""),
            _ => None,
        })
    }

    pub(crate) fn optional_double(&self, name: &str) -> Fetched<Option<f64>> {
        self.optional(name, "a double", |value| match value {
            AttributeValue::Scalar(Scalar::Double(value)) => Some(*value),
            AttributeValue::Scalar(Scalar::Float(value)) => Some(f64::from(*value)),
            AttributeValue::Scalar(Scalar::Default) => Some(0.0),
            _ => None,
        })
    }

    pub(crate) fn double(&self, name: &str) -> Fetched<f64> {
        let value = self.optional_double(name)?;
        require(name, value)
    }

    /// An int or long.
    pub(crate) fn integer(&self, name: &str) -> Fetched<i64> {
        let value = self.optional(name, "an integer", |value| match value {
            AttributeValue::Scalar(Scalar::Long(value)) => Some(*value),
            AttributeValue::Scalar(Scalar::Int(value)) => Some(i64::from(*value)),
            AttributeValue::Scalar(Scalar::Default) => Some(0),
            _ => None,
        })?;
        require(name, value)
    }

    /// An int or long that may be left out.
    pub(crate) fn optional_integer(&self, name: &str) -> Fetched<Option<i64>> {
        if self.has(name) { self.integer(name).map(Some) } else { Ok(None) }
    }

    /// An int or long that counts something.
    pub(crate) fn size(&self, name: &str) -> Fetched<usize> {
        let value = self.integer(name)?;
        usize::try_from(value).map_err(|_| BundleError::format(format!("attribute `{name}` is negative: {value}")))
    }

    pub(crate) fn strings(&self, name: &str) -> Fetched<&[String]> {
        let value = self.optional(name, "a list of strings", |value| match value {
            AttributeValue::List(List::Strings(values)) => Some(values.as_slice()),
            AttributeValue::List(List::Empty) => Some(&[][..]),
            _ => None,
        })?;
        require(name, value)
    }

    /// A list of ints or longs.
    pub(crate) fn integers(&self, name: &str) -> Fetched<Vec<i64>> {
        let value = self.optional(name, "a list of integers", |value| match value {
            AttributeValue::List(List::Longs(values)) => Some(values.clone()),
            AttributeValue::List(List::Ints(values)) => Some(values.iter().copied().map(i64::from).collect()),
            AttributeValue::List(List::Empty) => Some(Vec::new()),
            _ => None,
        })?;
        require(name, value)
    }

    /// A list of the names of basic types.
    pub(crate) fn basic_types(&self, name: &str) -> Fetched<&[String]> {
        let value = self.optional(name, "a list of types", |value| match value {
            AttributeValue::List(List::BasicTypes(values)) => Some(values.as_slice()),
            AttributeValue::List(List::Empty) => Some(&[][..]),
            _ => None,
        })?;
        require(name, value)
    }

    pub(crate) fn optional_doubles(&self, name: &str) -> Fetched<Option<&[f64]>> {
        self.optional(name, "a list of doubles", |value| match value {
            AttributeValue::List(List::Doubles(values)) => Some(values.as_slice()),
            AttributeValue::List(List::Empty) => Some(&[][..]),
            _ => None,
        })
    }

    pub(crate) fn doubles(&self, name: &str) -> Fetched<&[f64]> {
        let value = self.optional_doubles(name)?;
        require(name, value)
    }

    /// A list of shapes, or a single one.
    pub(crate) fn shapes(&self, name: &str) -> Fetched<&[Shape]> {
        let value = self.optional(name, "a list of shapes", |value| match value {
            AttributeValue::Scalar(Scalar::Shape(shape)) => Some(std::slice::from_ref(shape)),
            AttributeValue::List(List::Shapes(values)) => Some(values.as_slice()),
            AttributeValue::List(List::Empty) => Some(&[][..]),
            _ => None,
        })?;
        require(name, value)
    }

    /// A tensor of doubles of any rank, flat.
    pub(crate) fn optional_vector(&self, name: &str) -> Fetched<Option<&[f64]>> {
        self.optional(name, "a tensor of doubles", |value| match value {
            AttributeValue::Tensor(Tensor { values: Values::Doubles(values), .. }) => Some(values.as_slice()),
            _ => None,
        })
    }

    pub(crate) fn vector(&self, name: &str) -> Fetched<&[f64]> {
        let value = self.optional_vector(name)?;
        require(name, value)
    }

    /// A tensor of doubles with two dimensions: rows, columns, and the values column by column.
    pub(crate) fn matrix(&self, name: &str) -> Fetched<(usize, usize, &[f64])> {
        let value = self.optional(name, "a matrix of doubles", |value| match value {
            AttributeValue::Tensor(Tensor { dimensions, values: Values::Doubles(values) }) => match dimensions[..] {
                [rows, columns] => Some((rows, columns, values.as_slice())),
                _ => None,
            },
            _ => None,
        })?;
        require(name, value)
    }
}
