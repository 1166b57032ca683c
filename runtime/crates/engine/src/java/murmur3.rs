//! Murmur3 (x86, 32 bits) with the seed 42, as Spark hashes terms and columns.

const SEED: u32 = 42;

/// The hash of null.
pub(crate) const OF_NULL: i32 = SEED as i32;

/// How the one to three bytes behind the last whole word are mixed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tail {
    /// Byte by byte, each like a word of its own: Spark 2's `hashUnsafeBytes`.
    Bytes,
    /// All at once, as Murmur3 is defined: `hashUnsafeBytes2`.
    Word,
}

pub(crate) fn of_int(value: i32) -> i32 {
    finish(mix(SEED, value as u32), 4)
}

pub(crate) fn of_long(value: i64) -> i32 {
    finish(mix(mix(SEED, value as u32), (value >> 32) as u32), 8)
}

pub(crate) fn of_text(text: &str, tail: Tail) -> i32 {
    let words = text.as_bytes().chunks_exact(4);
    let rest = words.remainder();
    let mut hash = words.fold(SEED, |hash, word| mix(hash, little_endian(word)));
    match tail {
        Tail::Bytes => {
            for byte in rest {
                hash = mix(hash, *byte as i8 as u32);
            }
        }
        Tail::Word => hash ^= scramble(little_endian(rest)),
    }
    finish(hash, text.len())
}

/// Where a hash lands among `size` buckets.
pub(crate) fn bucket(hash: i32, size: i32) -> usize {
    hash.rem_euclid(size) as usize
}

fn little_endian(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |word, byte| word << 8 | u32::from(*byte))
}

fn scramble(word: u32) -> u32 {
    word.wrapping_mul(0xcc9e_2d51).rotate_left(15).wrapping_mul(0x1b87_3593)
}

fn mix(hash: u32, word: u32) -> u32 {
    (hash ^ scramble(word)).rotate_left(13).wrapping_mul(5).wrapping_add(0xe654_6b64)
}

fn finish(hash: u32, length: usize) -> i32 {
    let hash = hash ^ length as u32;
    let hash = (hash ^ hash >> 16).wrapping_mul(0x85eb_ca6b);
    let hash = (hash ^ hash >> 13).wrapping_mul(0xc2b2_ae35);
    (hash ^ hash >> 16) as i32
}

#[cfg(test)]
mod tests {
    use super::{OF_NULL, Tail, bucket, of_int, of_long, of_text};

    #[test]
    fn text_hashes_as_in_spark() {
        for (text, bytes, word) in [
            ("", 142_593_372, 142_593_372),
            ("a", 1_485_273_170, -1_293_573_533),
            ("abc", 1_322_437_556, 1_313_807_976),
            ("abcd", -396_302_900, -396_302_900),
            ("abcde", 814_637_928, -1_361_433_616),
            ("the", 593_335_710, -1_772_783_983),
            ("été", -149_728_428, 439_823_461),
            ("😀", 1_877_935_379, 1_877_935_379),
        ] {
            assert_eq!((bytes, word), (of_text(text, Tail::Bytes), of_text(text, Tail::Word)), "{text}");
        }
    }

    #[test]
    fn numbers_hash_as_in_spark() {
        assert_eq!(-559_580_957, of_int(1));
        assert_eq!(-1_712_319_331, of_long(1));
        assert_eq!(-460_888_942, of_long(1.0_f64.to_bits() as i64));
        assert_eq!(-466_301_895, of_int(1.0_f32.to_bits() as i32));
        assert_eq!(42, OF_NULL);
    }

    #[test]
    fn buckets_are_never_negative() {
        assert_eq!(107_107, bucket(of_text("a", Tail::Word), 1 << 18));
        assert_eq!(95_889, bucket(of_text("the", Tail::Word), 1 << 18));
    }
}
