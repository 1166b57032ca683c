//! Numbers as `toString` prints them.

/// `Double.toString`: decimal between 1e-3 and 1e7, scientific outside, always with a fraction.
pub(crate) fn double_to_string(value: f64) -> String {
    let magnitude = value.abs();
    let scientific = two_digits(format!("{magnitude:e}"), || format!("{magnitude:.1e}"));
    to_string(value.is_nan(), value.is_infinite(), value.is_sign_negative(), magnitude, &scientific)
}

/// `Float.toString`.
pub(crate) fn float_to_string(value: f32) -> String {
    let magnitude = value.abs();
    let scientific = two_digits(format!("{magnitude:e}"), || format!("{magnitude:.1e}"));
    to_string(value.is_nan(), value.is_infinite(), value.is_sign_negative(), f64::from(magnitude), &scientific)
}

/// Java prints two digits at least, and takes those that are nearest: the smallest double is 4.9E-324, not 5.0E-324.
fn two_digits(shortest: String, nearest: impl FnOnce() -> String) -> String {
    if shortest.contains('.') {
        return shortest;
    }
    let nearest = nearest();
    if nearest.contains(".0e") { shortest } else { nearest }
}

/// `scientific` holds the shortest digits that read back as the same number, in Rust's form `1.5e-7`.
fn to_string(nan: bool, infinite: bool, negative: bool, magnitude: f64, scientific: &str) -> String {
    if nan {
        return "NaN".to_owned();
    }
    let sign = if negative { "-" } else { "" };
    if infinite {
        return format!("{sign}Infinity");
    }
    if magnitude == 0.0 {
        return format!("{sign}0.0");
    }
    let (digits, exponent) = scientific.split_once('e').unwrap_or((scientific, "0"));
    let digits = digits.replace('.', "");
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if !(1e-3..1e7).contains(&magnitude) {
        let (first, rest) = digits.split_at(1);
        let rest = if rest.is_empty() { "0" } else { rest };
        return format!("{sign}{first}.{rest}E{exponent}");
    }
    if exponent < 0 {
        let zeros = "0".repeat(exponent.unsigned_abs() as usize - 1);
        return format!("{sign}0.{zeros}{digits}");
    }
    let point = exponent as usize + 1;
    if digits.len() <= point {
        let zeros = "0".repeat(point - digits.len());
        return format!("{sign}{digits}{zeros}.0");
    }
    let (whole, fraction) = digits.split_at(point);
    format!("{sign}{whole}.{fraction}")
}

#[cfg(test)]
mod tests {
    use super::{double_to_string, float_to_string};

    #[test]
    fn doubles_print_as_in_java() {
        for (expected, value) in [
            ("0.0", 0.0),
            ("-0.0", -0.0),
            ("1.0", 1.0),
            ("-12.5", -12.5),
            ("0.001", 1e-3),
            ("9.99E-4", 9.99e-4),
            ("1.0E-5", 1e-5),
            ("9999999.0", 9_999_999.0),
            ("1.0E7", 1e7),
            ("1.2345678E8", 123_456_780.0),
            ("100.25", 100.25),
            ("0.012", 0.012),
            ("NaN", f64::NAN),
            ("-Infinity", f64::NEG_INFINITY),
            ("4.9E-324", 5e-324),
            ("9.9E-324", 1e-323),
            ("2.0E-323", 2e-323),
        ] {
            assert_eq!(expected, double_to_string(value));
        }
    }

    #[test]
    fn floats_print_their_own_shortest_digits() {
        assert_eq!("0.1", float_to_string(0.1));
        assert_eq!("1.0E10", float_to_string(1e10));
        assert_eq!("1.4E-45", float_to_string(1e-45));
    }
}
