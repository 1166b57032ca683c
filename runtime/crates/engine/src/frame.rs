//! One row while it is scored.

use std::{collections::BTreeMap, fmt, mem, sync::Arc};

use crate::{decimal::Decimal, error::Fault, scalar::Scalar, vector::Vector};

/// Position of a column in a [`Frame`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Slot(pub(crate) usize);

impl Slot {
    pub fn index(self) -> usize {
        self.0
    }
}

/// A cell. Which variants a column can hold is fixed at load time by its [`crate::DataType`]; a date is an `Int` of days, a
/// timestamp a `Long` of microseconds.
#[derive(Debug, Clone, Default)]
pub enum Value {
    #[default]
    Null,
    Boolean(bool),
    Byte(i8),
    Short(i16),
    Int(i32),
    Long(i64),
    Float(f32),
    Double(f64),
    Decimal(Decimal),
    String(String),
    Vector(Vector),
    List(Vec<Value>),
    Map(BTreeMap<String, Value>),
}

impl Value {
    #[inline]
    pub fn put(&mut self, scalar: impl Scalar) {
        scalar.write(self);
    }

    /// The number as Spark's cast to double gives it; `None` for null and for what is not a number.
    #[inline]
    pub(crate) fn as_number(&self) -> Option<f64> {
        // By far the most frequent, and cheaper than a jump.
        if let Self::Double(value) = *self {
            return Some(value);
        }
        Some(match *self {
            Self::Double(value) => value,
            Self::Int(value) => f64::from(value),
            Self::Long(value) => value as f64,
            Self::Float(value) => f64::from(value),
            Self::Boolean(value) => f64::from(u8::from(value)),
            Self::Byte(value) => f64::from(value),
            Self::Short(value) => f64::from(value),
            Self::Decimal(value) => value.to_double(),
            _ => return None,
        })
    }

    pub(crate) fn as_vector(&self) -> Option<&Vector> {
        match self {
            Self::Vector(vector) => Some(vector),
            _ => None,
        }
    }

    /// See [`Frame::features`].
    pub(crate) fn features(&self, size: Option<usize>) -> Result<&Vector, Fault> {
        let vector = self.as_vector().ok_or_else(|| Fault::new("is null, but the stage needs a vector"))?;
        match size {
            Some(size) if size != vector.len() => {
                Err(Fault::new(format!("has {} elements, but the stage was fitted on {size}", vector.len())))
            }
            _ => Ok(vector),
        }
    }

    /// The vector that an earlier row has left in the cell, or a new one.
    pub(crate) fn vector_mut(&mut self) -> &mut Vector {
        if self.as_vector().is_none() {
            *self = Self::Vector(Vector::default());
        }
        let Self::Vector(vector) = self else { unreachable!("the cell holds a vector") };
        vector
    }

    /// Elements of the largest vector in the cell.
    pub fn vector_size(&self) -> usize {
        match self {
            Self::Vector(vector) => vector.len(),
            Self::List(cells) => cells.iter().map(Self::vector_size).max().unwrap_or(0),
            _ => 0,
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Byte(value) => write!(f, "{value}"),
            Self::Short(value) => write!(f, "{value}"),
            Self::Int(value) => write!(f, "{value}"),
            Self::Long(value) => write!(f, "{value}"),
            Self::Float(value) => write!(f, "{value:?}"),
            Self::Double(value) => write!(f, "{value:?}"),
            Self::Decimal(value) => write!(f, "{value}"),
            Self::String(text) => f.write_str(text),
            Self::Vector(vector) if vector.is_sparse() => {
                write!(f, "({}, {:?}, {:?})", vector.len(), vector.indices(), vector.values())
            }
            Self::Vector(vector) => write!(f, "{:?}", vector.values()),
            Self::List(cells) => {
                f.write_str("[")?;
                for (position, cell) in cells.iter().enumerate() {
                    f.write_str(if position == 0 { "" } else { ", " })?;
                    cell.fmt(f)?;
                }
                f.write_str("]")
            }
            Self::Map(members) => {
                f.write_str("{")?;
                for (position, (key, value)) in members.iter().enumerate() {
                    f.write_str(if position == 0 { "" } else { ", " })?;
                    write!(f, "{key}: {value}")?;
                }
                f.write_str("}")
            }
        }
    }
}

/// The columns of one row: the inputs first, then what the stages add.
///
/// A frame is filled again and again; vectors and strings keep their buffers from row to row.
#[derive(Debug, Clone)]
pub struct Frame {
    values: Vec<Value>,
    wanted: Arc<[bool]>,
    /// For ops that need a row's features as an array.
    pub(crate) scratch: Vec<f64>,
    /// For ops that gather a sparse vector in any order.
    pub(crate) entries: Vec<(u32, f64)>,
    /// For the values that a classifier has for its classes.
    pub(crate) margins: Vec<f64>,
}

impl Frame {
    pub(crate) fn new(wanted: Arc<[bool]>) -> Self {
        Self {
            values: vec![Value::Null; wanted.len()],
            wanted,
            scratch: Vec::new(),
            entries: Vec::new(),
            margins: Vec::new(),
        }
    }

    /// Whether anybody reads the column: an op may leave a column that nobody wants unset.
    pub(crate) fn wants(&self, slot: Slot) -> bool {
        self.wanted[slot.0]
    }

    pub fn get(&self, slot: Slot) -> &Value {
        &self.values[slot.0]
    }

    pub fn set(&mut self, slot: Slot, value: Value) {
        self.values[slot.0] = value;
    }

    /// Sets a scalar.
    #[inline]
    pub(crate) fn put(&mut self, slot: Slot, scalar: impl Scalar) {
        scalar.write(&mut self.values[slot.0]);
    }

    /// The cell itself, for the decoder of inputs to write into its buffers.
    pub fn get_mut(&mut self, slot: Slot) -> &mut Value {
        &mut self.values[slot.0]
    }

    /// Sets a dense vector, in the buffers that the column has.
    pub(crate) fn set_dense(&mut self, slot: Slot, values: &[f64]) {
        self.values[slot.0].vector_mut().copy_dense(values);
    }

    pub(crate) fn number(&self, slot: Slot) -> Option<f64> {
        self.get(slot).as_number()
    }

    pub(crate) fn vector(&self, slot: Slot) -> Option<&Vector> {
        self.get(slot).as_vector()
    }

    /// A vector that a stage cannot do without, of the size it was fitted on where that is known.
    pub(crate) fn features(&self, slot: Slot, size: Option<usize>) -> Result<&Vector, Fault> {
        self.get(slot).features(size)
    }

    /// The vector of a column, to be filled anew, and the columns before it: a stage reads no others for it.
    pub(crate) fn split(&mut self, slot: Slot) -> (Columns<'_>, &mut Vector) {
        let (before, from) = self.values.split_at_mut(slot.0);
        (Columns(before), from[0].vector_mut())
    }

    /// Takes a vector out, buffers and all, to be filled and put back by [`Self::set`].
    pub(crate) fn take_vector(&mut self, slot: Slot) -> Vector {
        match mem::take(&mut self.values[slot.0]) {
            Value::Vector(vector) => vector,
            _ => Vector::default(),
        }
    }

    /// Takes a list out, strings and all, to be filled and put back by [`Self::set`].
    pub(crate) fn take_list(&mut self, slot: Slot) -> Vec<Value> {
        match mem::take(&mut self.values[slot.0]) {
            Value::List(list) => list,
            _ => Vec::new(),
        }
    }
}

/// Columns of a frame while a later one is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Columns<'a>(&'a [Value]);

impl<'a> Columns<'a> {
    pub(crate) fn get(self, slot: Slot) -> &'a Value {
        &self.0[slot.0]
    }
}

/// What becomes of the row after a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flow {
    Next,
    /// Spark filters the row out (`handleInvalid = "skip"`).
    Drop,
}
