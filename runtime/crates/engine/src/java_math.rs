//! Arithmetic where Java's `Math` and Rust disagree.

/// `Math.pow`: unlike C's, NaN for an exponent of NaN, and for 1 to the power of infinity.
pub(crate) fn pow(base: f64, exponent: f64) -> f64 {
    if exponent.is_nan() || (base.abs() == 1.0 && exponent.is_infinite()) { f64::NAN } else { base.powf(exponent) }
}

/// `Math.min`: NaN wins, and -0.0 is less than 0.0.
pub(crate) fn min(left: f64, right: f64) -> f64 {
    if left.is_nan() || right.is_nan() {
        f64::NAN
    } else if left.total_cmp(&right).is_le() {
        left
    } else {
        right
    }
}

/// `Math.max`: NaN wins, and 0.0 is more than -0.0.
pub(crate) fn max(left: f64, right: f64) -> f64 {
    -min(-left, -right)
}

/// `Math.round`: halves go up, NaN is 0, and what does not fit is the nearest long.
pub(crate) fn round(value: f64) -> i64 {
    let floor = value.floor();
    // The difference is exact, where adding one half is not.
    if value - floor >= 0.5 { (floor + 1.0) as i64 } else { floor as i64 }
}

#[cfg(test)]
mod tests {
    use super::{max, min, pow, round};

    #[test]
    fn pow_is_javas() {
        assert!(pow(1.0, f64::NAN).is_nan());
        assert!(pow(-1.0, f64::INFINITY).is_nan());
        assert!(pow(1.0, f64::NEG_INFINITY).is_nan());
        assert_eq!(1.0, pow(f64::NAN, 0.0));
        assert_eq!(8.0, pow(2.0, 3.0));
    }

    #[test]
    fn minimum_and_maximum_order_zeros_and_pass_nan_on() {
        assert!(min(0.0, -0.0).is_sign_negative());
        assert!(max(-0.0, 0.0).is_sign_positive());
        assert!(min(1.0, f64::NAN).is_nan());
        assert!(max(f64::NAN, 1.0).is_nan());
        assert_eq!((1.0, 2.0), (min(2.0, 1.0), max(2.0, 1.0)));
    }

    #[test]
    fn halves_round_up() {
        for (expected, value) in [
            (0, -0.5),
            (-2, -2.5),
            (3, 2.5),
            (0, 0.499_999_999_999_999_94),
            (0, f64::NAN),
            (i64::MAX, f64::INFINITY),
            (i64::MIN, -1e300),
            (4_503_599_627_370_497, 4_503_599_627_370_497.0),
        ] {
            assert_eq!(expected, round(value), "{value}");
        }
    }
}
