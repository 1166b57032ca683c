//! `interaction`: Spark's `Interaction`, the products of every element of one input with every one of the others.
//!
//! Nominal elements are one-hot encoded first; the last input varies fastest. Of a sparse vector only the stored
//! elements take part, so that a nominal element that is 0 there is not encoded: Spark's rule, odd as it is. An
//! element is found by its index (MLeap's runtime goes by its ordinal). The result is compressed.
//!
//! Attributes:
//!
//! - `num_inputs`: integer
//! - `input_shapes`: list of shape
//! - `num_features0`, …: list of integer, for each input the categories of its elements; 1 where not nominal

use super::{
    Op,
    features::{check_number, shape_type},
};
use crate::{
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot, Value},
    plan::{Column, StageBuilder},
};

/// Spark counts them as an int.
const MOST_PRODUCTS: usize = i32::MAX as usize;
/// Of these a row stores.
const MOST_STORED: usize = 1 << 22;

#[derive(Debug)]
struct Interaction {
    inputs: Vec<Part>,
    output: Slot,
    /// Number of products.
    size: usize,
}

#[derive(Debug)]
struct Part {
    column: Column,
    elements: Vec<Element>,
    /// Elements after encoding.
    size: usize,
}

#[derive(Debug)]
struct Element {
    /// More than 1 for a nominal one.
    categories: usize,
    /// Where it starts after encoding.
    offset: usize,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let shapes = attributes.shapes("input_shapes")?;
    let columns = stage.inputs(|position| shape_type(shapes.get(position)))?;
    if columns.len() != attributes.size("num_inputs")? {
        return Err(BundleError::format(format!("has {} inputs, which is not `num_inputs`", columns.len())));
    }
    let parts = columns
        .into_iter()
        .enumerate()
        .map(|(position, column)| Part::new(column, &attributes.integers(&format!("num_features{position}"))?));
    let inputs = parts.collect::<Result<Vec<_>, BundleError>>()?;
    let size = product(inputs.iter().map(|part| part.size), MOST_PRODUCTS)?;
    // One-hot encoding stores one value for each element, however many categories it has.
    product(inputs.iter().map(|part| part.elements.len()), MOST_STORED)?;
    let output = stage.output("output", DataType::Vector(Some(size)))?;
    Ok(Box::new(Interaction { inputs, output, size }))
}

fn product(mut sizes: impl Iterator<Item = usize>, most: usize) -> Result<usize, BundleError> {
    let product = sizes.try_fold(1_usize, |product, size| product.checked_mul(size).filter(|product| *product <= most));
    product.ok_or_else(|| BundleError::limit(format!("makes more than {most} products")))
}

impl Part {
    fn new(column: Column, categories: &[i64]) -> Result<Self, BundleError> {
        let column = match column.data_type {
            DataType::Vector(None) => column,
            DataType::Vector(Some(size)) if size == categories.len() => column,
            DataType::Vector(Some(size)) => {
                let count = categories.len();
                return Err(BundleError::format(format!("column `{}` has {size} elements, not {count}", column.name)));
            }
            _ if categories.len() == 1 => check_number(column)?,
            _ => return Err(BundleError::format(format!("column `{}` is no vector", column.name))),
        };
        let mut size = 0_usize;
        let mut elements = Vec::with_capacity(categories.len());
        for &categories in categories {
            let count = usize::try_from(categories).ok().filter(|count| *count > 0);
            let end = count.and_then(|count| size.checked_add(count));
            let (Some(categories), Some(end)) = (count, end) else {
                return Err(BundleError::format(format!("column `{}` has {categories} categories", column.name)));
            };
            elements.push(Element { categories, offset: size });
            size = end;
        }
        Ok(Self { column, elements, size })
    }

    /// Visits what the input holds after encoding: index and value.
    fn visit(&self, value: &Value, mut visit: impl FnMut(usize, f64)) -> Result<(), Fault> {
        let fault = |fault: Fault| fault.in_column(&self.column.name);
        match (value, value.as_number()) {
            (Value::Vector(vector), _) => {
                if vector.len() != self.elements.len() {
                    let (actual, expected) = (vector.len(), self.elements.len());
                    return Err(fault(Fault::new(format!("has {actual} elements, expected are {expected}"))));
                }
                for (index, value) in vector.active() {
                    let (index, value) = self.elements[index].encode(value).map_err(fault)?;
                    visit(index, value);
                }
            }
            (_, Some(value)) => {
                let (index, value) = self.elements[0].encode(value).map_err(fault)?;
                visit(index, value);
            }
            (_, None) => return Err(fault(Fault::new("is null, which cannot interact"))),
        }
        Ok(())
    }
}

impl Element {
    fn encode(&self, value: f64) -> Result<(usize, f64), Fault> {
        if self.categories == 1 {
            return Ok((self.offset, value));
        }
        let category = value as usize;
        if category as f64 == value && category < self.categories {
            Ok((self.offset + category, 1.0))
        } else {
            Err(Fault::new(format!("holds {value:?}, which is none of {} categories", self.categories)))
        }
    }
}

impl Op for Interaction {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let mut products = frame.take_vector(self.output);
        // Starts from the empty product; the size is set at the end, as it may be 0.
        products.start_sparse(usize::MAX);
        products.push(0, 1.0);
        let mut size = 1;
        for part in self.inputs.iter().rev() {
            let count = products.values().len();
            part.visit(frame.get(part.column.slot), |index, value| products.push_scaled(count, index * size, value))?;
            products.remove_first(count);
            size *= part.size;
        }
        products.set_size(self.size);
        products.compress();
        frame.set(self.output, Value::Vector(products));
        Ok(Flow::Next)
    }
}

#[cfg(test)]
mod tests {
    use super::Element;

    #[test]
    fn only_whole_numbers_in_range_are_categories() {
        let element = Element { categories: 3, offset: 4 };
        assert_eq!(Some((6, 1.0)), element.encode(2.0).ok());
        for value in [-1.0, 0.5, 3.0, f64::NAN, f64::INFINITY] {
            assert!(element.encode(value).is_err(), "{value}");
        }
    }
}
