//! `\p{…}`: the properties that mean the same in Java and in the `regex` crate.

/// A set of characters, as the crate writes it inside a class.
pub(super) fn find(name: &str) -> Option<String> {
    if let Some((_, set)) = ASCII.iter().find(|(posix, _)| *posix == name) {
        return Some((*set).to_owned());
    }
    let unprefixed = name.strip_prefix("Is");
    if let Some((_, set)) = BINARY.iter().find(|(binary, _)| unprefixed.is_some_and(|name| name == *binary)) {
        return Some((*set).to_owned());
    }
    if let Some(script) = unprefixed.filter(|name| SCRIPTS.contains(name)) {
        return Some(format!(r"\p{{sc={script}}}"));
    }
    let category = unprefixed.unwrap_or(name);
    CATEGORIES.contains(&category).then(|| format!(r"\p{{gc={category}}}"))
}

/// POSIX classes are ASCII only.
const ASCII: &[(&str, &str)] = &[
    ("Lower", "a-z"),
    ("Upper", "A-Z"),
    ("ASCII", r"\x{0}-\x{7F}"),
    ("Alpha", "A-Za-z"),
    ("Digit", "0-9"),
    ("Alnum", "0-9A-Za-z"),
    ("Punct", r"\x{21}-\x{2F}\x{3A}-\x{40}\x{5B}-\x{60}\x{7B}-\x{7E}"),
    ("Graph", r"\x{21}-\x{7E}"),
    ("Print", r"\x{20}-\x{7E}"),
    ("Blank", r"\x{9}\x{20}"),
    ("Cntrl", r"\x{0}-\x{1F}\x{7F}"),
    ("XDigit", "0-9A-Fa-f"),
    ("Space", r"\x{9}-\x{D}\x{20}"),
];

const BINARY: &[(&str, &str)] = &[
    ("Alphabetic", r"\p{Alphabetic}"),
    ("Ideographic", r"\p{Ideographic}"),
    ("Letter", r"\p{gc=L}"),
    ("Lowercase", r"\p{Lowercase}"),
    ("Uppercase", r"\p{Uppercase}"),
    ("Punctuation", r"\p{gc=P}"),
    ("Digit", r"\p{gc=Nd}"),
    ("White_Space", r"\p{White_Space}"),
];

const SCRIPTS: &[&str] =
    &["Arabic", "Cyrillic", "Devanagari", "Greek", "Han", "Hangul", "Hebrew", "Hiragana", "Katakana", "Latin", "Thai"];

/// General categories, without those that hold what is unassigned (which changes with every Unicode) or surrogates.
const CATEGORIES: &[&str] = &[
    "L", "Lu", "Ll", "Lt", "LC", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe",
    "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "Cc", "Cf", "Co",
];
