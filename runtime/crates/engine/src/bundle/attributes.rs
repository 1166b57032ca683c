//! The attributes of one model, fetched by name with the type the op expects.

use std::collections::BTreeMap;

use super::{
    basic_type::BasicType,
    limits::Limits,
    value::{AttributeValue, List, Parsed, Scalar, Shape, Tensor, Values},
};
use crate::error::BundleError;

#[derive(Debug, Clone, Default)]
pub(crate) struct Attributes {
    values: BTreeMap<String, AttributeValue>,
    /// What an attribute that says how large something is may say.
    largest: usize,
}

type Fetched<T> = Result<T, BundleError>;

fn wrong<T>(name: &str, expected: &str) -> Fetched<T> {
    Err(BundleError::attribute(name, format!("is not {expected}")))
}

fn require<T>(name: &str, value: Option<T>) -> Fetched<T> {
    value.ok_or_else(|| BundleError::attribute(name, "is missing"))
}

fn flat_doubles(tensor: &Tensor) -> Option<&[f64]> {
    match &tensor.values {
        Values::Doubles(values) => Some(values),
        _ => None,
    }
}

impl Attributes {
    pub(super) fn within(limits: &Limits, values: BTreeMap<String, AttributeValue>) -> Parsed<Self> {
        if values.len() > limits.attributes {
            return Err(format!("has {} attributes, allowed are {}", values.len(), limits.attributes));
        }
        Ok(Self { values, largest: limits.vector_size })
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
            // MLeap's exporter for scikit-learn writes 0 as a long, which MLeap itself reads as the default.
            AttributeValue::Scalar(Scalar::Default | Scalar::Long(0)) => Some(0.0),
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

    /// An int or long that counts something, within the limit on vectors.
    pub(crate) fn size(&self, name: &str) -> Fetched<usize> {
        let value = self.integer(name)?;
        match usize::try_from(value) {
            Ok(size) if size <= self.largest => Ok(size),
            Ok(_) => {
                let reason = format!("attribute `{name}` is {value}, allowed are {}", self.largest);
                Err(BundleError::limit(reason).in_attribute(name))
            }
            Err(_) => Err(BundleError::attribute(name, format!("is negative: {value}"))),
        }
    }

    pub(crate) fn optional_strings(&self, name: &str) -> Fetched<Option<&[String]>> {
        self.optional(name, "a list of strings", |value| match value {
            AttributeValue::List(List::Strings(values)) => Some(values.as_slice()),
            AttributeValue::List(List::Empty) => Some(&[][..]),
            _ => None,
        })
    }

    pub(crate) fn strings(&self, name: &str) -> Fetched<&[String]> {
        require(name, self.optional_strings(name)?)
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

    /// A list of ints or longs that count something.
    pub(crate) fn sizes(&self, name: &str) -> Fetched<Vec<usize>> {
        let sizes = self.integers(name)?.into_iter().map(usize::try_from).collect::<Result<_, _>>();
        sizes.or_else(|_| wrong(name, "a list of sizes: a number is negative"))
    }

    /// A list of the names of basic types, or a single one.
    pub(crate) fn basic_types(&self, name: &str) -> Fetched<&[BasicType]> {
        let value = self.optional(name, "a list of types", |value| match value {
            AttributeValue::Scalar(Scalar::BasicType(name)) => Some(std::slice::from_ref(name)),
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
            AttributeValue::Tensor(tensor) => flat_doubles(tensor),
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

    /// A list of tensors, each read by `read`; `expected` says what that takes.
    fn tensors<'a, T>(&'a self, name: &str, expected: &str, read: impl Fn(&'a Tensor) -> Option<T>) -> Fetched<Vec<T>> {
        let value = self.optional(name, expected, |value| match value {
            AttributeValue::List(List::Tensors(tensors)) => tensors.iter().map(read).collect(),
            AttributeValue::List(List::Empty) => Some(Vec::new()),
            _ => None,
        })?;
        require(name, value)
    }

    /// A list of tensors of doubles of any rank, each flat.
    pub(crate) fn vectors(&self, name: &str) -> Fetched<Vec<&[f64]>> {
        self.tensors(name, "a list of tensors of doubles", flat_doubles)
    }

    /// A list of tensors of floats of any rank, each flat.
    pub(crate) fn float_vectors(&self, name: &str) -> Fetched<Vec<&[f32]>> {
        self.tensors(name, "a list of tensors of floats", |tensor| match &tensor.values {
            Values::Floats(values) => Some(values.as_slice()),
            _ => None,
        })
    }
}
