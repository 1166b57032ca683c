//! Tensors: big-endian values, densely packed.

use super::messages::{self, TensorShape};
use crate::bundle::{
    basic_type::BasicType,
    limits::Limits,
    value::{Parsed, Tensor, Values},
};

pub(super) fn dimensions(shape: &TensorShape) -> Vec<i32> {
    shape.dimensions.iter().map(|dimension| dimension.size).collect()
}

pub(super) fn tensor(message: messages::Tensor, limits: &Limits) -> Parsed<Tensor> {
    let shape = message.shape.ok_or("is a tensor without a shape")?;
    let bytes = message.value;
    let values = match BasicType::from_number(message.base)? {
        BasicType::Boolean => Values::Longs(numbers(&bytes, |[value]| i64::from(value != 0))?),
        BasicType::Byte => Values::Longs(numbers(&bytes, |[value]| i64::from(value as i8))?),
        BasicType::Short => Values::Longs(numbers(&bytes, |value| i64::from(i16::from_be_bytes(value)))?),
        BasicType::Int => Values::Longs(numbers(&bytes, |value| i64::from(i32::from_be_bytes(value)))?),
        BasicType::Long => Values::Longs(numbers(&bytes, i64::from_be_bytes)?),
        BasicType::Float => Values::Floats(numbers(&bytes, f32::from_be_bytes)?),
        BasicType::Double => Values::Doubles(numbers(&bytes, f64::from_be_bytes)?),
        BasicType::String => Values::Strings(delimited(&bytes)?.into_iter().map(text).collect()),
        BasicType::ByteString => Values::ByteStrings(delimited(&bytes)?.into_iter().map(<[u8]>::to_vec).collect()),
    };
    Tensor::new(dimensions(&shape), values, limits.vector_size)
}

fn numbers<const N: usize, T>(bytes: &[u8], read: impl Fn([u8; N]) -> T) -> Parsed<Vec<T>> {
    let chunks = bytes.chunks_exact(N);
    if !chunks.remainder().is_empty() {
        return Err(format!("is a tensor of {} bytes, which is no multiple of {N}", bytes.len()));
    }
    Ok(chunks.filter_map(|chunk| chunk.try_into().ok()).map(read).collect())
}

/// Elements that each follow their length.
fn delimited(mut bytes: &[u8]) -> Parsed<Vec<&[u8]>> {
    let mut elements = Vec::new();
    while !bytes.is_empty() {
        let (element, rest) = split_delimited(bytes).ok_or("is a tensor that ends in the middle of an element")?;
        elements.push(element);
        bytes = rest;
    }
    Ok(elements)
}

/// What a big-endian signed length of 4 bytes announces, and what follows it.
pub(in crate::bundle) fn split_delimited(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(usize::try_from(i32::from_be_bytes(*length)).ok()?)
}

/// MLeap writes the low byte of each character, which is Latin-1, and reads UTF-8: take what is UTF-8 as such.
fn text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().copied().map(char::from).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{messages, tensor};
    use crate::bundle::{
        Limits,
        value::{Parsed, Values},
    };

    fn parse(base: i32, size: i32, value: &[u8]) -> Parsed<Values> {
        let shape = messages::TensorShape { dimensions: vec![messages::Dimension { size }] };
        let message = messages::Tensor { base, shape: Some(shape), value: value.to_vec() };
        tensor(message, &Limits::default()).map(|tensor| tensor.values)
    }

    #[test]
    fn numbers_are_big_endian() {
        assert_eq!(Ok(Values::Longs(vec![1, 0])), parse(1, 2, &[1, 0]));
        assert_eq!(Ok(Values::Longs(vec![-1, 2])), parse(2, 2, &[255, 2]));
        assert_eq!(Ok(Values::Longs(vec![258, -2])), parse(3, 2, &[1, 2, 255, 254]));
        assert_eq!(Ok(Values::Longs(vec![-256])), parse(4, 1, &[255, 255, 255, 0]));
        assert_eq!(Ok(Values::Longs(vec![7])), parse(5, -1, &[0, 0, 0, 0, 0, 0, 0, 7]));
        assert_eq!(Ok(Values::Floats(vec![1.5])), parse(6, 1, &[0x3f, 0xc0, 0, 0]));
        assert_eq!(Ok(Values::Doubles(vec![-2.0])), parse(7, 1, &[0xc0, 0, 0, 0, 0, 0, 0, 0]));
    }

    #[test]
    fn strings_are_read_as_mleap_writes_them() {
        let strings = |expected: &str| Ok(Values::Strings(vec![expected.to_owned()]));
        assert_eq!(strings("ab"), parse(100, 1, b"\0\0\0\x02ab"));
        assert_eq!(strings("é"), parse(100, 1, b"\0\0\0\x01\xe9"));
        assert_eq!(strings("é"), parse(100, 1, "\0\0\0\x02é".as_bytes()));
        assert_eq!(Ok(Values::ByteStrings(vec![vec![0xe9], vec![]])), parse(101, 2, b"\0\0\0\x01\xe9\0\0\0\0"));
    }

    #[test]
    fn lengths_that_do_not_fit_are_refused() {
        for (base, size, value) in [
            (7, 1, &b"1234567"[..]),
            (7, 2, b"12345678"),
            (7, -2, b""),
            (7, i32::MAX, b""),
            (100, 1, b"\0\0\0\x03ab"),
            (100, 1, b"\xff\xff\xff\xffab"),
            (100, 1, b"\x7f\xff\xff\xff"),
            (100, 1, b"\0\0\0"),
            (0, 0, b""),
            (8, 0, b""),
        ] {
            assert!(parse(base, size, value).is_err(), "{base} {size} {value:?}");
        }
    }
}
