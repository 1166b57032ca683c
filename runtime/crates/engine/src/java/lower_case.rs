//! `String.toLowerCase`, with its special cases.
//!
//! Characters map one by one, but for the capital sigma: it becomes `ς` where it ends a word, `σ` elsewhere. What a
//! word is `java.text.BreakIterator` says: letters and digits, with single dashes, apostrophes, full stops and the
//! like between two letters. Java's tables are as old as its release, these are new: letters that Unicode added since
//! (JDK 17 has Unicode 13) stay capital in Java. Not followed are its words that mix sigmas with letters beyond U+FFFF.

use regex::Regex;

use crate::error::BundleError;

/// A language, as far as lower-casing depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    /// Turkish and Azerbaijani, with an `i` that never loses its dot and an `ı` that never has one.
    Turkic,
    Other,
}

impl Language {
    pub(crate) fn read(code: &str) -> Result<Self, BundleError> {
        match code {
            "tr" | "az" => Ok(Self::Turkic),
            "lt" => Err(BundleError::unsupported("lower-cases by the rules of Lithuanian, which this version lacks")),
            _ => Ok(Self::Other),
        }
    }
}

#[derive(Debug)]
pub(crate) struct LowerCase {
    language: Language,
    word: Regex,
    cased: Regex,
}

impl LowerCase {
    pub(crate) fn new(language: Language) -> Result<Self, BundleError> {
        let compile = |pattern: &str| Regex::new(pattern).map_err(|error| BundleError::unsupported(error.to_string()));
        Ok(Self { language, word: compile(&word())?, cased: compile(CASED)? })
    }

    /// Appends the lower-cased text.
    pub(crate) fn write(&self, text: &str, lower: &mut String) {
        if text.is_ascii() && self.language == Language::Other {
            let start = lower.len();
            lower.push_str(text);
            lower[start..].make_ascii_lowercase();
            return;
        }
        let finals = if text.contains('Σ') { self.final_sigmas(text) } else { Vec::new() };
        let mut rest = text.char_indices().peekable();
        while let Some((position, letter)) = rest.next() {
            match (letter, self.language) {
                ('Σ', _) => lower.push(if finals.contains(&position) { 'ς' } else { 'σ' }),
                ('I', Language::Turkic) if rest.next_if(|(_, next)| *next == '\u{307}').is_none() => lower.push('ı'),
                ('I' | 'İ', Language::Turkic) => lower.push('i'),
                _ => lower.extend(letter.to_lowercase()),
            }
        }
    }

    /// Where in the text a sigma has a cased letter before it in its word, and none behind it.
    fn final_sigmas(&self, text: &str) -> Vec<usize> {
        let mut finals = Vec::new();
        for word in self.word.find_iter(text) {
            for (position, sigma) in word.as_str().match_indices('Σ') {
                let (before, after) = (&word.as_str()[..position], &word.as_str()[position + sigma.len()..]);
                if self.cased.is_match(before) && !self.cased.is_match(after) {
                    finals.push(word.start() + position);
                }
            }
        }
        finals
    }
}

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
    use super::{Language, LowerCase};
    use crate::error::BundleError;

    fn lower(language: Language, text: &str) -> Result<String, BundleError> {
        let mut lower = String::new();
        LowerCase::new(language)?.write(text, &mut lower);
        Ok(lower)
    }

    #[test]
    fn special_cases_are_javas() -> Result<(), BundleError> {
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
            assert_eq!(expected, lower(Language::Other, text)?);
        }
        Ok(())
    }

    #[test]
    fn turkish_has_two_letters_i() -> Result<(), BundleError> {
        assert_eq!("ısı isi", lower(Language::Turkic, "ISI İsİ")?);
        assert_eq!("i", lower(Language::Turkic, "I\u{307}")?);
        assert_eq!("isi i\u{307}si\u{307}", lower(Language::Other, "ISI İsİ")?);
        Ok(())
    }

    #[test]
    fn lithuanian_is_refused() {
        assert!(Language::read("lt").is_err());
        assert_eq!(Ok(Language::Turkic), Language::read("az"));
        assert_eq!(Ok(Language::Other), Language::read(""));
    }
}
