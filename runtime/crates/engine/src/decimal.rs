//! Decimal numbers of up to 38 digits, as Spark's `Decimal` has them.

use std::fmt;

/// Digits of the largest decimal.
pub(crate) const MOST_DIGITS: u8 = 38;

/// A number of `unscaled` units of the given scale: 1.25 is 125 units of 10⁻².
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    pub unscaled: i128,
    pub scale: u8,
}

impl Decimal {
    /// Reads plain or scientific notation; `None` where it is no number, or does not fit once it is rounded.
    pub fn parse(text: &str, precision: u8, scale: u8) -> Option<Self> {
        let unscaled = within(Digits::parse(text)?.scaled(scale.into(), Ties::Up)?, precision)?;
        Some(Self { unscaled, scale })
    }

    /// The nearest double, as Java's `BigDecimal.doubleValue` gives it.
    pub(crate) fn to_double(self) -> f64 {
        let whole = self.unscaled.unsigned_abs() < 1 << f64::MANTISSA_DIGITS;
        if whole && self.scale <= 22 {
            // Both are exact, so that the quotient is rounded once.
            return self.unscaled as f64 / 10_f64.powi(self.scale.into());
        }
        self.to_string().parse().unwrap_or(f64::NAN)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, magnitude) = (if self.unscaled < 0 { "-" } else { "" }, self.unscaled.unsigned_abs());
        if self.scale == 0 {
            return write!(f, "{sign}{magnitude}");
        }
        let unit = 10_u128.pow(self.scale.into());
        write!(f, "{sign}{}.{:0width$}", magnitude / unit, magnitude % unit, width = usize::from(self.scale))
    }
}

/// What becomes of a half.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ties {
    /// Away from zero: Java's `HALF_UP`.
    Up,
    Even,
}

/// The number if it has at most so many digits.
pub(crate) fn within(unscaled: i128, precision: u8) -> Option<i128> {
    (unscaled.unsigned_abs() < 10_u128.pow(precision.into())).then_some(unscaled)
}

/// The number in units of another scale; `None` on overflow.
pub(crate) fn rescale(unscaled: i128, from: u8, to: u8, ties: Ties) -> Option<i128> {
    if from <= to {
        return unscaled.checked_mul(10_i128.checked_pow(u32::from(to - from))?);
    }
    Some(divide(unscaled, 10_i128.checked_pow(u32::from(from - to))?, ties))
}

/// A rounded quotient; the divisor is not zero.
pub(crate) fn divide(dividend: i128, divisor: i128, ties: Ties) -> i128 {
    let (quotient, rest) = (dividend / divisor, (dividend % divisor).unsigned_abs());
    let other = divisor.unsigned_abs() - rest;
    let up = rest > other || (rest == other && (ties == Ties::Up || quotient % 2 != 0));
    let away = if (dividend < 0) == (divisor < 0) { 1 } else { -1 };
    if up { quotient + away } else { quotient }
}

/// A decimal number of any size: 0.`all` times ten to the power of `point`.
pub(crate) struct Digits {
    negative: bool,
    all: Vec<u8>,
    point: i64,
}

impl Digits {
    /// Reads what Java's `BigDecimal` reads.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (negative, text) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let mut digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
        if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
        digits.drain(..zeros);
        let point = whole.len() as i64 - zeros as i64 + i64::from(exponent);
        Some(Self { negative, all: digits, point })
    }

    /// Digits after the decimal point.
    pub(crate) fn fraction(&self) -> i64 {
        self.all.len() as i64 - self.point
    }

    /// The number in units of 10 to the power of minus `scale`, rounded; `None` beyond 38 digits.
    pub(crate) fn scaled(&self, scale: i64, ties: Ties) -> Option<i128> {
        let kept = self.point.checked_add(scale)?;
        if self.all.is_empty() || kept < 0 {
            return Some(0);
        }
        if kept > i64::from(MOST_DIGITS) {
            return None;
        }
        let kept = kept as usize;
        let digit = |position: usize| self.all.get(position).map_or(0, |digit| digit - b'0');
        let mut unscaled = (0..kept).fold(0_i128, |number, position| number * 10 + i128::from(digit(position)));
        let beyond = self.all.iter().skip(kept + 1).any(|digit| *digit != b'0');
        let odd = unscaled % 2 != 0;
        if digit(kept) > 5 || (digit(kept) == 5 && (beyond || odd || ties == Ties::Up)) {
            unscaled += 1;
        }
        Some(if self.negative { -unscaled } else { unscaled })
    }
}

#[cfg(test)]
mod tests {
    use super::{Decimal, Digits, Ties, divide, rescale};

    #[test]
    fn decimals_read_back_as_they_print() {
        for text in ["0.00", "1.25", "-1.25", "-0.05", "123.40"] {
            assert_eq!(Some(text.to_owned()), Decimal::parse(text, 5, 2).map(|decimal| decimal.to_string()));
        }
        assert_eq!(Some("7".to_owned()), Decimal::parse("+7", 1, 0).map(|decimal| decimal.to_string()));
    }

    #[test]
    fn what_does_not_fit_or_is_no_number_is_refused() {
        for text in ["1000", "999.995", "", "-", ".", "1e", "1e99999999999", "٣", "1.2.3", "1 2", "--1", "NaN"] {
            assert_eq!(None, Decimal::parse(text, 5, 2), "{text}");
        }
    }

    #[test]
    fn scientific_notation_and_rounding_are_javas() {
        for (expected, text) in
            [(15000, "1.5e2"), (2, "1.5e-2"), (0, "4.9e-3"), (0, "1e-99"), (13, "0.125"), (-13, "-.125")]
        {
            assert_eq!(Some(expected), Decimal::parse(text, 9, 2).map(|decimal| decimal.unscaled), "{text}");
        }
        assert_eq!(Some(12), Digits::parse("0.125").and_then(|digits| digits.scaled(2, Ties::Even)));
        assert_eq!(Some(13), Digits::parse("0.1251").and_then(|digits| digits.scaled(2, Ties::Even)));
    }

    #[test]
    fn quotients_round_halves_away_from_zero_or_to_even() {
        assert_eq!((3, -3), (divide(5, 2, Ties::Up), divide(-5, 2, Ties::Up)));
        assert_eq!((2, -2), (divide(5, 2, Ties::Even), divide(5, -2, Ties::Even)));
        assert_eq!(Some(-13), rescale(-125, 2, 1, Ties::Up));
        assert_eq!(None, rescale(i128::MAX / 5, 0, 1, Ties::Up));
    }

    #[test]
    fn doubles_are_the_nearest() {
        let double = |text: &str| Decimal::parse(text, 38, 20).map(Decimal::to_double);
        assert_eq!(Some(0.1), double("0.1"));
        assert_eq!(Some(123_456_789_012.345_67), double("123456789012.34567"));
    }
}
