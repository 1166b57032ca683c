//! Numbers in JSON text, by MLeap's rules.

use serde_json::value::RawValue;

use super::value::Parsed;

/// The elements of an array of numbers or nulls, each read from its text.
pub(super) fn numbers<T>(raw: &RawValue, read: impl Fn(&str) -> Parsed<T>) -> Parsed<Vec<T>> {
    let text = raw.get();
    let inner = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    let inner = inner.ok_or_else(|| misfit(text, "an array of numbers"))?;
    if inner.trim_ascii().is_empty() {
        return Ok(Vec::new());
    }
    let mut values = Vec::with_capacity(inner.bytes().filter(|byte| *byte == b',').count() + 1);
    // The text is known to be JSON: an element with a comma inside starts with a bracket or quote, and is refused.
    for element in inner.split(',') {
        values.push(read(element.trim_ascii())?);
    }
    Ok(values)
}

/// NaN is null. A number beyond double is an infinity, and that is how to write one: MLeap's exporter writes null, too,
/// which is read back as NaN.
pub(super) fn double(text: &str) -> Parsed<f64> {
    real(text, f64::NAN)
}

pub(super) fn float(text: &str) -> Parsed<f32> {
    real(text, f32::NAN)
}

fn real<T: std::str::FromStr>(text: &str, nan: T) -> Parsed<T> {
    if text == "null" {
        return Ok(nan);
    }
    let number = text.starts_with(|first: char| first == '-' || first.is_ascii_digit());
    number.then(|| text.parse().ok()).flatten().ok_or_else(|| misfit(text, "a number"))
}

/// Whole numbers may be written with a fraction of 0.
pub(super) fn integer<T: TryFrom<i64>>(text: &str) -> Parsed<T> {
    let whole = text.parse::<i64>().ok().or_else(|| {
        let value = double(text).ok()?;
        // 2^53: beyond it a double no longer names one integer.
        (value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_992.0).then_some(value as i64)
    });
    whole.and_then(|value| T::try_from(value).ok()).ok_or_else(|| misfit(text, "an integer in range"))
}

pub(super) fn misfit(text: &str, expected: &str) -> String {
    format!("holds {} where {expected} belongs", shown(text))
}

/// The start of a text, on one line.
pub(super) fn shown(text: &str) -> String {
    const SHOWN: usize = 60;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text[..end].escape_debug()),
        None => text.escape_debug().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::{double, numbers};

    fn doubles(text: &str) -> Result<Vec<f64>, String> {
        let raw: &RawValue = serde_json::from_str(text).map_err(|error| error.to_string())?;
        numbers(raw, double)
    }

    #[test]
    fn arrays_of_numbers_hold_numbers_only() {
        assert_eq!(Ok(vec![]), doubles("[ ]"));
        assert_eq!(Ok(vec![1.0, -0.5]), doubles("[\n 1,\t-5e-1 ]"));
        for text in ["[[1,2]]", r#"["1"]"#, r#"["a,1"]"#, "[true]", "[{}]", "7", "{}", r#"["Infinity"]"#] {
            assert!(doubles(text).is_err(), "{text}");
        }
    }
}
