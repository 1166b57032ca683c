//! Numbers and booleans as Spark reads them from texts.

/// White space and control characters of ASCII, as Spark takes them off.
fn trim(text: &str) -> &str {
    text.trim_matches(|character: char| character <= ' ' || character == '\u{7f}')
}

pub(super) fn boolean(text: &str) -> Option<bool> {
    let text = trim(text);
    let is = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    if is(&["t", "true", "y", "yes", "1"]) {
        Some(true)
    } else if is(&["f", "false", "n", "no", "0"]) {
        Some(false)
    } else {
        None
    }
}

/// `fraction`: whether digits after a point are read, and left out.
pub(super) fn integer(text: &str, fraction: bool) -> Option<i64> {
    let text = trim(text);
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let whole = match unsigned.split_once('.') {
        Some((whole, rest)) if fraction && rest.bytes().all(|digit| digit.is_ascii_digit()) => whole,
        Some(_) => return None,
        None => unsigned,
    };
    if unsigned.is_empty() || !whole.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    if whole.is_empty() {
        return Some(0);
    }
    text[..text.len() - unsigned.len() + whole.len()].parse().ok()
}

/// The text of a double or float that Rust reads as Java does.
pub(super) fn floating(text: &str) -> Option<&str> {
    // Java takes off what is no more than a space.
    let text = text.trim_matches(|character: char| character <= ' ');
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if ["inf", "infinity"].iter().any(|name| name.eq_ignore_ascii_case(unsigned)) {
        return Some(text);
    }
    if unsigned.eq_ignore_ascii_case("nan") && (text == unsigned || unsigned == "NaN") {
        return Some("NaN");
    }
    let number = text.strip_suffix(['d', 'D', 'f', 'F']).unwrap_or(text);
    let (mantissa, exponent) = match number.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.strip_prefix(['-', '+']).unwrap_or(exponent)),
        None => (number, "0"),
    };
    let mantissa = mantissa.strip_prefix(['-', '+']).unwrap_or(mantissa);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|digit| digit.is_ascii_digit());
    let sound = digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty());
    (sound && digits(exponent) && !exponent.is_empty()).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::{boolean, floating, integer};

    #[test]
    fn integers_are_trimmed_and_signed() {
        for (expected, text) in
            [(Some(12), " 12\t"), (Some(-3), "-3"), (Some(3), "+3"), (None, "1.5"), (None, ""), (None, "-")]
                .into_iter()
                .chain([
                    (None, "1e3"),
                    (None, "９"),
                    (None, "9223372036854775808"),
                    (None, "1 2"),
                    (Some(i64::MIN), "-9223372036854775808"),
                ])
        {
            assert_eq!(expected, integer(text, false), "{text}");
        }
        for (expected, text) in [(Some(1), "1.9"), (Some(0), ".5"), (Some(-1), "-1."), (None, "1.x"), (None, "-")] {
            assert_eq!(expected, integer(text, true), "{text}");
        }
    }

    #[test]
    fn doubles_are_javas() {
        for text in ["1", " 1.5e-3 ", "1.", ".5", "1d", "1.5F", "inf", "-Infinity", "NaN", "nan", "+1E+2"] {
            assert!(floating(text).is_some_and(|text| text.parse::<f64>().is_ok()), "{text}");
        }
        for text in ["", ".", "1e", "abc", "1_0", "0x1p3", "1 2", "dd", "e5", "infin"] {
            assert_eq!(None, floating(text), "{text}");
        }
    }

    #[test]
    fn booleans_have_several_words() {
        assert_eq!((Some(true), Some(false), None), (boolean(" YES "), boolean("f"), boolean("on")));
    }
}
