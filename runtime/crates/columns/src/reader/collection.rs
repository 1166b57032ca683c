//! Lists and maps.

use std::{collections::BTreeMap, ops::Range};

use arrow_array::{Array, ArrayRef, cast::AsArray};
use arrow_buffer::OffsetBuffer;
use arrow_schema::DataType as ArrowType;
use saltus_engine::{DataType, Value};

use super::{BoxedRead, Read, Reader};

enum Extents {
    Offsets(OffsetBuffer<i32>),
    LargeOffsets(OffsetBuffer<i64>),
    Fixed(usize),
}

impl Extents {
    fn of(&self, row: usize) -> Range<usize> {
        match self {
            Self::Offsets(offsets) => offsets[row] as usize..offsets[row + 1] as usize,
            Self::LargeOffsets(offsets) => offsets[row] as usize..offsets[row + 1] as usize,
            Self::Fixed(size) => row * size..(row + 1) * size,
        }
    }
}

/// The elements of each row, one after the other.
pub(super) struct Lists {
    rows: ArrayRef,
    extents: Extents,
    elements: Reader,
}

impl Lists {
    /// `None` where the array holds no lists.
    pub(super) fn new(array: &ArrayRef, element: &DataType) -> Option<Result<Self, String>> {
        let (extents, values) = match array.data_type() {
            ArrowType::List(_) => {
                let lists = array.as_list::<i32>();
                (Extents::Offsets(lists.offsets().clone()), lists.values())
            }
            ArrowType::LargeList(_) => {
                let lists = array.as_list::<i64>();
                (Extents::LargeOffsets(lists.offsets().clone()), lists.values())
            }
            ArrowType::FixedSizeList(_, size) => {
                (Extents::Fixed(usize::try_from(*size).ok()?), array.as_fixed_size_list().values())
            }
            _ => return None,
        };
        let elements = Reader::new(values, element).map_err(|reason| format!("has elements of which each {reason}"));
        Some(elements.map(|elements| Self { rows: array.clone(), extents, elements }))
    }

    pub(super) fn is_null(&self, row: usize) -> bool {
        self.rows.is_null(row)
    }

    /// Shows the elements of a row.
    pub(super) fn each(&self, row: usize, mut show: impl FnMut(&Value) -> Result<(), String>) -> Result<(), String> {
        let mut cell = Value::Null;
        self.extents.of(row).try_for_each(|position| {
            self.elements.fill(position, &mut cell)?;
            show(&cell)
        })
    }
}

impl Read for Lists {
    fn read(&self, row: usize, cell: &mut Value) -> Result<(), String> {
        let mut cells = Vec::new();
        self.each(row, |element| {
            cells.push(element.clone());
            Ok(())
        })?;
        *cell = Value::List(cells);
        Ok(())
    }
}

pub(super) fn lists(array: &ArrayRef, element: &DataType) -> Option<Result<BoxedRead, String>> {
    Lists::new(array, element).map(|lists| Ok(Box::new(lists?) as BoxedRead))
}

struct Maps {
    offsets: OffsetBuffer<i32>,
    keys: Reader,
    values: Reader,
}

pub(super) fn maps(array: &ArrayRef, value: &DataType) -> Option<Result<BoxedRead, String>> {
    let maps = array.as_map_opt()?;
    let part = |what: &str, array, data_type: &DataType| {
        Reader::new(array, data_type).map_err(|reason| format!("is a map of which each {what} {reason}"))
    };
    Some((|| {
        let keys = part("key", maps.keys(), &DataType::String)?;
        let values = part("value", maps.values(), value)?;
        Ok(Box::new(Maps { offsets: maps.offsets().clone(), keys, values }) as BoxedRead)
    })())
}

impl Read for Maps {
    fn read(&self, row: usize, cell: &mut Value) -> Result<(), String> {
        let mut members = BTreeMap::new();
        for position in self.offsets[row] as usize..self.offsets[row + 1] as usize {
            let (mut key, mut value) = (Value::Null, Value::Null);
            self.keys.fill(position, &mut key)?;
            self.values.fill(position, &mut value)?;
            let Value::String(key) = key else { return Err("is a map with a key that is null".to_owned()) };
            members.insert(key, value);
        }
        *cell = Value::Map(members);
        Ok(())
    }
}
