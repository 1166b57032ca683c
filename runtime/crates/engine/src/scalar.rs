//! Numbers and truth values, as cells hold them.

use crate::{decimal::Decimal, frame::Value};

/// A type that one kind of cell holds.
pub trait Scalar {
    /// Writes the value into a cell. Where that holds one of the same kind, which an earlier row has left, this costs far
    /// less than an assignment, which makes the whole cell elsewhere and looks for buffers to free.
    fn write(self, cell: &mut Value);
}

macro_rules! scalars {
    ($($native:ty => $variant:ident;)*) => {$(
        impl Scalar for $native {
            #[inline]
            fn write(self, cell: &mut Value) {
                match cell {
                    Value::$variant(value) => *value = self,
                    _ => *cell = Value::$variant(self),
                }
            }
        }
    )*};
}

scalars! {
    bool => Boolean;
    i8 => Byte;
    i16 => Short;
    i32 => Int;
    i64 => Long;
    f32 => Float;
    f64 => Double;
    Decimal => Decimal;
}

#[cfg(test)]
mod tests {
    use super::Scalar;
    use crate::frame::Value;

    #[test]
    fn a_scalar_takes_the_place_of_whatever_the_cell_holds() {
        for mut cell in [Value::Null, Value::Double(1.5), Value::Long(3), Value::String("text".to_owned())] {
            2.5_f64.write(&mut cell);
            assert!(matches!(cell, Value::Double(2.5)), "{cell}");
            7_i32.write(&mut cell);
            assert!(matches!(cell, Value::Int(7)), "{cell}");
            true.write(&mut cell);
            assert!(matches!(cell, Value::Boolean(true)), "{cell}");
        }
    }
}
