//! `String.toLowerCase`, with its special cases.
//!
//! Characters map one by one, but for the capital sigma: it becomes `ς` where it ends a word, `σ` elsewhere. What a
//! word is `java.text.BreakIterator` says: letters and digits, with single dashes, apostrophes, full stops and the
//! like between two letters. Java's tables are as old as its release, these are new: letters that Unicode added since
//! (JDK 17 has Unicode 13) stay capital in Java. Not followed are its words that mix sigmas with letters beyond U+FFFF.

use std::sync::LazyLock;

use regex::Regex;

use crate::error::BundleError;

/// Lower-casing by the rules of a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LowerCase {
    /// Turkish and Azerbaijani, with an `i` that never loses its dot and an `ı` that never has one.
    Turkic,
    Other,
}

impl LowerCase {
    /// By the code of a language, such as `tr`.
    pub(crate) fn of(language: &str) -> Result<Self, BundleError> {
        match language {
            "tr" | "az" => Ok(Self::Turkic),
            "lt" => Err(BundleError::unsupported("lower-cases by the rules of Lithuanian, which this version lacks")),
            _ => Ok(Self::Other),
        }
    }

    /// Appends the lower-cased text.
    pub(crate) fn write(self, text: &str, lower: &mut String) {
        if text.is_ascii() && self == Self::Other {
            let start = lower.len();
            lower.push_str(text);
            lower[start..].make_ascii_lowercase();
            return;
        }
        let mut finals = final_sigmas(text).into_iter().peekable();
        let mut rest = text.char_indices().peekable();
        while let Some((position, letter)) = rest.next() {
            match (letter, self) {
                ('Σ', _) => lower.push(if finals.next_if_eq(&position).is_some() { 'ς' } else { 'σ' }),
                ('I', Self::Turkic) if rest.next_if(|(_, next)| *next == '\u{307}').is_none() => lower.push('ı'),
                ('I' | 'İ', Self::Turkic) => lower.push('i'),
                _ => lower.extend(letter.to_lowercase()),
            }
        }
    }
}

/// Where in the text a sigma has a cased letter before it in its word, and none behind it.
fn final_sigmas(text: &str) -> Vec<usize> {
    let mut finals = Vec::new();
    let (true, Ok((word, cased))) = (text.contains('Σ'), &*PATTERNS) else { return finals };
    for word in word.find_iter(text) {
        let mut letters = cased.find_iter(word.as_str());
        if let (Some(_), Some(last)) = (letters.next(), letters.last()) {
            if last.as_str() == "Σ" {
                finals.push(word.start() + last.start());
            }
        }
    }
    finals
}

/// A word, and a cased letter.
static PATTERNS: LazyLock<Result<(Regex, Regex), regex::Error>> =
    LazyLock::new(|| Ok((Regex::new(&word())?, Regex::new(CASED)?)));

/// Java's `isCased`.
const CASED: &str = r"[\p{Lu}\p{Ll}\p{Lt}\x{2B0}-\x{2B8}\x{2C0}\x{2C1}\x{2E0}-\x{2E4}\x{345}\x{37A}\x{1D2C}-\x{1D61}\x{2160}-\x{217F}\x{24B6}-\x{24E9}]";

/// The rules of Java's word iterator, as far as a word with a sigma in it can meet them.
fn word() -> String {
    // The scripts taken out here break into words of their own.
    let letter = r"[[\p{L}\p{Mc}&&[^\x{3005}\x{3041}-\x{3094}\x{30A1}-\x{30FA}\x{4E00}-\x{9FA5}\x{F900}-\x{FA2D}]]]";
    let digit = r"\p{N}";
    let between_letters = r#"[\p{Pd}\p{Pc}\x{AD}\x{2027}"'.]"#;
    let between_digits = r#"["',\x{66B}.]"#;
    let ignored = r"[[\p{Mn}\p{Me}\p{Cf}]--\x{AD}]*";
    let run = |part: &str, between: &str| format!("(?:{part}{ignored})+(?:{between}(?:{part}{ignored})+)*");
    format!("(?:{}|{})+", run(letter, between_letters), run(digit, between_digits))
}

#[cfg(test)]
mod tests {
    use super::{LowerCase, PATTERNS};

    fn lower(rules: LowerCase, text: &str) -> String {
        let mut lower = String::new();
        rules.write(text, &mut lower);
        lower
    }

    #[test]
    fn the_patterns_are_sound() {
        assert!(PATTERNS.is_ok());
    }

    #[test]
    fn special_cases_are_javas() {
        // Taken from JDK 17, which differs from Unicode's own rule for the final sigma in some.
        for (expected, text) in [
            ("strasse ünïcödé ß", "STRASSE ÜNÏCÖDÉ ß"),
            ("i\u{307}stanbul", "İstanbul"),
            ("οδος σ", "ΟΔΟΣ Σ"),
            ("σασ'σας", "ΣΑΣ'ΣΑΣ"),
            ("α-σας", "Α-ΣΑΣ"),
            ("ας/ας", "ΑΣ/ΑΣ"),
            ("ας_", "ΑΣ_"),
            ("α’σ", "Α’Σ"),
            ("ας\u{300} b", "ΑΣ\u{300} B"),
            ("a1ς", "A1Σ"),
        ] {
            assert_eq!(expected, lower(LowerCase::Other, text));
        }
    }

    #[test]
    fn turkish_has_two_letters_i() {
        assert_eq!("ısı isi", lower(LowerCase::Turkic, "ISI İsİ"));
        assert_eq!("i", lower(LowerCase::Turkic, "I\u{307}"));
        assert_eq!("isi i\u{307}si\u{307}", lower(LowerCase::Other, "ISI İsİ"));
    }

    #[test]
    fn lithuanian_is_refused() {
        assert!(LowerCase::of("lt").is_err());
        assert_eq!(Ok(LowerCase::Turkic), LowerCase::of("az"));
        assert_eq!(Ok(LowerCase::Other), LowerCase::of(""));
    }
}
