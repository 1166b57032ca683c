//! Attribute values, whatever the encoding they came in.

use super::basic_type::BasicType;

/// One attribute of a model.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum AttributeValue {
    Scalar(Scalar),
    List(List),
    Tensor(Tensor),
}

/// A single value. `Default` is MLeap's empty object: false, 0, 0.0 or "", whichever the op expects.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Scalar {
    Default,
    Boolean(bool),
    String(String),
    Int(i32),
    Long(i64),
    Float(f32),
    Double(f64),
    BasicType(BasicType),
    ByteString(Vec<u8>),
    Shape(Shape),
}

/// A list; `Empty` carries no type, as MLeap writes none.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum List {
    Empty,
    Booleans(Vec<bool>),
    Strings(Vec<String>),
    Ints(Vec<i32>),
    Longs(Vec<i64>),
    Floats(Vec<f32>),
    Doubles(Vec<f64>),
    BasicTypes(Vec<BasicType>),
    ByteStrings(Vec<Vec<u8>>),
    Shapes(Vec<Shape>),
    Tensors(Vec<Tensor>),
}

/// A dense tensor; matrices are column-major, as every MLeap exporter writes them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tensor {
    pub(crate) dimensions: Vec<usize>,
    pub(crate) values: Values,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Values {
    /// Of every integral type; booleans count as 0 and 1.
    Longs(Vec<i64>),
    Floats(Vec<f32>),
    Doubles(Vec<f64>),
    Strings(Vec<String>),
    ByteStrings(Vec<Vec<u8>>),
}

impl Values {
    fn len(&self) -> usize {
        match self {
            Self::Longs(values) => values.len(),
            Self::Floats(values) => values.len(),
            Self::Doubles(values) => values.len(),
            Self::Strings(values) => values.len(),
            Self::ByteStrings(values) => values.len(),
        }
    }
}

/// The shape of a column: a scalar, a list, or a tensor whose size may be known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shape {
    Scalar,
    List,
    Tensor(Option<usize>),
}

/// What is wrong with a value, in words; the caller knows where.
pub(super) type Parsed<T> = Result<T, String>;

impl Tensor {
    /// Fills in a dimension of -1 and checks that the sizes multiply to the number of values.
    pub(super) fn new(mut dimensions: Vec<i32>, values: Values, largest: usize) -> Parsed<Self> {
        let count = values.len();
        let known = dimensions
            .iter()
            .filter(|size| **size >= 0)
            .try_fold(1_usize, |product, &size| product.checked_mul(usize::try_from(size).ok()?));
        let known = known.ok_or("is a tensor whose dimensions overflow")?;
        let mut unknown = dimensions.iter_mut().filter(|size| **size < 0);
        match (unknown.next(), unknown.next()) {
            (Some(size), None) if *size == -1 && known > 0 && count % known == 0 => {
                *size = i32::try_from(count / known).map_err(|_| "is a tensor with too many values")?;
            }
            (None, _) if known == count => {}
            _ => return Err(format!("is a tensor of {count} values, which its dimensions do not fit")),
        }
        let dimensions: Vec<usize> = dimensions.into_iter().map(|size| size as usize).collect();
        // Beside a dimension of 0 the others are backed by no values at all.
        match dimensions.iter().find(|size| count == 0 && **size > largest) {
            Some(size) => Err(format!("is a tensor with a dimension of {size}, allowed are {largest}")),
            None => Ok(Self { dimensions, values }),
        }
    }
}

impl Shape {
    /// The shape of a tensor, of which a column's type keeps the first dimension.
    pub(super) fn tensor(dimensions: &[i32]) -> Self {
        Self::Tensor(dimensions.first().and_then(|&size| usize::try_from(size).ok()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Tensor, Values};

    #[test]
    fn a_dimension_of_minus_one_is_inferred() {
        let tensor = Tensor::new(vec![2, -1], Values::Longs(vec![1, 2, 3, 4]), 10);
        assert_eq!(Ok(vec![2, 2]), tensor.map(|tensor| tensor.dimensions));
    }

    #[test]
    fn a_tensor_without_dimensions_holds_one_value() {
        assert!(Tensor::new(vec![], Values::Longs(vec![1]), 10).is_ok());
        assert!(Tensor::new(vec![], Values::Longs(vec![]), 10).is_err());
    }

    #[test]
    fn dimensions_that_do_not_fit_their_values_are_refused() {
        for dimensions in [vec![3, 3], vec![-1, -1], vec![-2], vec![i32::MAX; 4], vec![0, -1], vec![0]] {
            assert!(Tensor::new(dimensions.clone(), Values::Longs(vec![1, 2]), 10).is_err(), "{dimensions:?}");
        }
    }

    #[test]
    fn a_dimension_without_values_is_held_to_the_limit() {
        assert!(Tensor::new(vec![0, 10], Values::Longs(vec![]), 10).is_ok());
        assert!(Tensor::new(vec![0, 11], Values::Longs(vec![]), 10).is_err());
    }
}
