//! Texts in each of Arrow's layouts, and values by reference to a dictionary.

use arrow_array::{Array, ArrayRef, GenericStringArray, OffsetSizeTrait, StringViewArray, cast::AsArray};
use arrow_schema::DataType as ArrowType;
use saltus_engine::{DataType, Value};

use super::{BoxedRead, Read, Reader};

pub(super) fn strings(array: &dyn Array) -> Option<BoxedRead> {
    Some(match array.data_type() {
        ArrowType::Utf8 => Box::new(array.as_string::<i32>().clone()),
        ArrowType::LargeUtf8 => Box::new(array.as_string::<i64>().clone()),
        ArrowType::Utf8View => Box::new(array.as_string_view().clone()),
        _ => return None,
    })
}

impl<O: OffsetSizeTrait> Read for GenericStringArray<O> {
    fn read(&self, row: usize, cell: &mut Value) -> Result<(), String> {
        set(cell, self.value(row));
        Ok(())
    }
}

impl Read for StringViewArray {
    fn read(&self, row: usize, cell: &mut Value) -> Result<(), String> {
        set(cell, self.value(row));
        Ok(())
    }
}

/// Writes into the buffer that the cell has.
fn set(cell: &mut Value, text: &str) {
    match cell {
        Value::String(buffer) => {
            buffer.clear();
            buffer.push_str(text);
        }
        _ => *cell = Value::String(text.to_owned()),
    }
}

struct Dictionary {
    keys: Vec<usize>,
    values: Reader,
}

pub(super) fn dictionary(array: &ArrayRef, data_type: &DataType) -> Result<BoxedRead, String> {
    let array = array.as_any_dictionary();
    let values = Reader::new(array.values(), data_type)?;
    // Arrow cannot normalize keys into a dictionary without values: all of them are null.
    let keys = if array.values().is_empty() { Vec::new() } else { array.normalized_keys() };
    Ok(Box::new(Dictionary { keys, values }))
}

impl Read for Dictionary {
    fn read(&self, row: usize, cell: &mut Value) -> Result<(), String> {
        self.values.fill(self.keys[row], cell)
    }
}
