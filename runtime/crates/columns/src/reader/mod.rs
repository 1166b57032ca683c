//! From a cell of an Arrow array to a cell of a frame.

mod collection;
mod moment;
mod number;
mod text;
mod vector;

use arrow_array::{Array, ArrayRef, BooleanArray, cast::AsArray};
use arrow_buffer::NullBuffer;
use arrow_schema::DataType as ArrowType;
use saltus_engine::{DataType, Value};

/// Writes the cell of a row that is not null; the error says what does not fit.
trait Read: Send + Sync {
    fn read(&self, row: usize, cell: &mut Value) -> Result<(), String>;
}

type BoxedRead = Box<dyn Read>;

/// Reads one column, as the type that the bundle declares.
pub(crate) struct Reader {
    nulls: Option<NullBuffer>,
    cells: BoxedRead,
}

impl Reader {
    /// Fails, with what to do, if columns of this type cannot be read as the type that the bundle declares.
    pub(crate) fn new(array: &ArrayRef, data_type: &DataType) -> Result<Self, String> {
        let cells = match array.data_type() {
            ArrowType::Null => Box::new(Nothing),
            ArrowType::Dictionary(..) => text::dictionary(array, data_type)?,
            _ => plain(array, data_type).ok_or_else(|| {
                format!("is {} in the data, the bundle takes {data_type}: cast it", array.data_type())
            })??,
        };
        Ok(Self { nulls: array.logical_nulls().filter(|nulls| nulls.null_count() > 0), cells })
    }

    pub(crate) fn fill(&self, row: usize, cell: &mut Value) -> Result<(), String> {
        if self.nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) {
            *cell = Value::Null;
            return Ok(());
        }
        self.cells.read(row, cell)
    }
}

/// `None` where no values of the array's type fit the bundle's type.
fn plain(array: &ArrayRef, data_type: &DataType) -> Option<Result<BoxedRead, String>> {
    match data_type {
        DataType::Boolean => array.as_boolean_opt().map(|array| Ok(Box::new(Booleans(array.clone())) as BoxedRead)),
        DataType::String => text::strings(array).map(Ok),
        DataType::Vector(size) => vector::reader(array, *size),
        DataType::List(element) => collection::lists(array, element),
        DataType::Map(value) => collection::maps(array, value),
        DataType::Date | DataType::Timestamp | DataType::Decimal(..) => moment::reader(array, data_type).map(Ok),
        _ => number::reader(array, data_type).map(Ok),
    }
}

struct Nothing;

impl Read for Nothing {
    fn read(&self, _: usize, cell: &mut Value) -> Result<(), String> {
        *cell = Value::Null;
        Ok(())
    }
}

struct Booleans(BooleanArray);

impl Read for Booleans {
    fn read(&self, row: usize, cell: &mut Value) -> Result<(), String> {
        *cell = Value::Boolean(self.0.value(row));
        Ok(())
    }
}
