//! From cells of a frame to an Arrow array.

mod collection;
mod scalar;

use arrow_array::ArrayRef;
use arrow_schema::ArrowError;
use saltus_engine::{DataType, Value};

/// Gathers the cells of one column.
pub(crate) trait Write {
    /// Appends a cell of the column's type, or null.
    fn push(&mut self, cell: &Value);

    fn finish(self: Box<Self>) -> Result<ArrayRef, ArrowError>;
}

/// A column of cells, each of the type or null.
pub fn to_array(data_type: &DataType, cells: &[Value]) -> Result<ArrayRef, ArrowError> {
    let mut writer = writer(data_type, cells.len());
    for cell in cells {
        writer.push(cell);
    }
    writer.finish()
}

/// A writer for about so many rows; vectors of either form become lists.
pub(crate) fn writer(data_type: &DataType, rows: usize) -> Box<dyn Write> {
    match data_type {
        DataType::Vector(_) => Box::new(collection::Lists::new(&DataType::Double, rows)),
        DataType::List(element) => Box::new(collection::Lists::new(element, rows)),
        DataType::Map(value) => Box::new(collection::Maps::new(value, rows)),
        _ => scalar::writer(data_type, rows),
    }
}
