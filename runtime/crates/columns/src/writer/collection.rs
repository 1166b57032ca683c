//! Lists, among them vectors, and maps.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, ListArray, MapArray, StructArray};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, DataType as ArrowType, Field};
use saltus_engine::{DataType, Value};

use super::{Write, scalar, writer};

pub(super) struct Lists {
    lengths: Vec<usize>,
    valid: Vec<bool>,
    elements: Box<dyn Write>,
    dense: Vec<f64>,
}

impl Lists {
    pub(super) fn new(element: &DataType, rows: usize) -> Self {
        let (lengths, valid) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
        Self { lengths, valid, elements: writer(element, rows), dense: Vec::new() }
    }
}

impl Write for Lists {
    fn push(&mut self, cell: &Value) {
        let length = match cell {
            Value::Vector(vector) => {
                vector.write_dense(&mut self.dense);
                for value in &self.dense {
                    self.elements.push(&Value::Double(*value));
                }
                Some(self.dense.len())
            }
            Value::List(cells) => {
                for cell in cells {
                    self.elements.push(cell);
                }
                Some(cells.len())
            }
            _ => None,
        };
        self.lengths.push(length.unwrap_or(0));
        self.valid.push(length.is_some());
    }

    fn finish(self: Box<Self>) -> Result<ArrayRef, ArrowError> {
        let elements = self.elements.finish()?;
        let field = Arc::new(Field::new_list_field(elements.data_type().clone(), true));
        let offsets = OffsetBuffer::from_lengths(self.lengths);
        Ok(Arc::new(ListArray::try_new(field, offsets, elements, Some(NullBuffer::from(self.valid)))?))
    }
}

pub(super) struct Maps {
    lengths: Vec<usize>,
    valid: Vec<bool>,
    keys: Box<dyn Write>,
    values: Box<dyn Write>,
}

impl Maps {
    pub(super) fn new(value: &DataType, rows: usize) -> Self {
        Self { lengths: Vec::new(), valid: Vec::new(), keys: scalar::texts(rows), values: writer(value, rows) }
    }
}

impl Write for Maps {
    fn push(&mut self, cell: &Value) {
        let members = if let Value::Map(members) = cell { Some(members) } else { None };
        for (key, value) in members.into_iter().flatten() {
            self.keys.push(&Value::String(key.clone()));
            self.values.push(value);
        }
        self.lengths.push(members.map_or(0, std::collections::BTreeMap::len));
        self.valid.push(members.is_some());
    }

    fn finish(self: Box<Self>) -> Result<ArrayRef, ArrowError> {
        let (keys, values) = (self.keys.finish()?, self.values.finish()?);
        let fields =
            vec![Field::new("key", ArrowType::Utf8, false), Field::new("value", values.data_type().clone(), true)];
        let entries = StructArray::try_new(fields.into(), vec![keys, values], None)?;
        let field = Arc::new(Field::new("entries", entries.data_type().clone(), false));
        let offsets = OffsetBuffer::from_lengths(self.lengths);
        Ok(Arc::new(MapArray::try_new(field, offsets, entries, Some(NullBuffer::from(self.valid)), false)?))
    }
}
