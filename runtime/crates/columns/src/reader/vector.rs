//! Vectors: lists of numbers, or the struct in which Spark stores its vectors.

use arrow_array::{Array, ArrayRef, StructArray, cast::AsArray};
use arrow_schema::DataType as ArrowType;
use saltus_engine::{DataType, Value, Vector};

use super::{BoxedRead, Read, Reader, collection::Lists};

pub(super) fn reader(array: &ArrayRef, size: Option<usize>) -> Option<Result<BoxedRead, String>> {
    match array.data_type() {
        ArrowType::Struct(_) => Some(sparse(array.as_struct(), size)),
        _ => Lists::new(array, &DataType::Double).map(|lists| Ok(Box::new(Dense { lists: lists?, size }) as BoxedRead)),
    }
}

struct Dense {
    lists: Lists,
    size: Option<usize>,
}

impl Read for Dense {
    fn read(&self, row: usize, cell: &mut Value) -> Result<(), String> {
        *cell = checked(Vector::from_dense(doubles(&self.lists, row)?), self.size)?;
        Ok(())
    }
}

/// Spark's own layout has a `type`, too: 1 is dense, and has neither size nor indices.
struct Sparse {
    sizes: Reader,
    indices: Lists,
    values: Lists,
    size: Option<usize>,
}

fn sparse(array: &StructArray, size: Option<usize>) -> Result<BoxedRead, String> {
    let part = |name: &str| {
        array
            .column_by_name(name)
            .ok_or_else(|| format!("is a struct without `{name}`, a vector has size, indices, values"))
    };
    let lists = |name: &str, element: &DataType| {
        Lists::new(part(name)?, element).unwrap_or_else(|| Err(format!("has `{name}` that are no list of {element}")))
    };
    let sizes = Reader::new(part("size")?, &DataType::Long).map_err(|reason| format!("`size` {reason}"))?;
    let (indices, values) = (lists("indices", &DataType::Long)?, lists("values", &DataType::Double)?);
    Ok(Box::new(Sparse { sizes, indices, values, size }))
}

impl Read for Sparse {
    fn read(&self, row: usize, cell: &mut Value) -> Result<(), String> {
        if self.values.is_null(row) {
            return Err("is a vector without values".to_owned());
        }
        let values = doubles(&self.values, row)?;
        let mut size = Value::Null;
        self.sizes.fill(row, &mut size)?;
        let vector = match size {
            _ if self.indices.is_null(row) => Vector::from_dense(values),
            Value::Long(size) => {
                let size = usize::try_from(size).map_err(|_| format!("is a vector of size {size}"))?;
                Vector::from_sparse(size, self.positions(row)?, values)
                    .map_err(|reason| format!("is a vector with {reason}"))?
            }
            _ => return Err("is a sparse vector without size".to_owned()),
        };
        *cell = checked(vector, self.size)?;
        Ok(())
    }
}

impl Sparse {
    fn positions(&self, row: usize) -> Result<Vec<u32>, String> {
        let mut positions = Vec::new();
        self.indices.each(row, |cell| {
            let index = match cell {
                Value::Long(index) => u32::try_from(*index).ok(),
                _ => None,
            };
            positions.push(index.ok_or_else(|| format!("is a vector with the index {cell}"))?);
            Ok(())
        })?;
        Ok(positions)
    }
}

fn doubles(lists: &Lists, row: usize) -> Result<Vec<f64>, String> {
    let mut values = Vec::new();
    lists.each(row, |cell| match cell {
        Value::Double(value) => {
            values.push(*value);
            Ok(())
        }
        _ => Err("is a vector with a null in it".to_owned()),
    })?;
    Ok(values)
}

fn checked(vector: Vector, size: Option<usize>) -> Result<Value, String> {
    match size {
        Some(size) if size != vector.len() => Err(format!("expected vector[{size}], got {} elements", vector.len())),
        _ => Ok(Value::Vector(vector)),
    }
}
