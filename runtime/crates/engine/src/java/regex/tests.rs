use super::JavaRegex;
use crate::{
    error::{BundleError, Fault},
    java::Jvm,
};

fn jvm(version: &str) -> Jvm {
    serde_json::from_value(serde_json::json!({ "java_version": version })).unwrap_or_default()
}

fn compile(pattern: &str) -> Result<JavaRegex, BundleError> {
    JavaRegex::new(pattern, &jvm("17.0.15"))
}

fn split(regex: &JavaRegex, text: &str) -> Result<Vec<String>, Fault> {
    let mut pieces = Vec::new();
    regex.split(text, |piece| pieces.push(piece.to_owned()))?;
    Ok(pieces)
}

fn find(regex: &JavaRegex, text: &str) -> Result<Vec<String>, Fault> {
    let mut found = Vec::new();
    regex.find_each(text, |piece| found.push(piece.to_owned()))?;
    Ok(found)
}

// What `Pattern.split` and `Matcher.find` gave on JDK 17 and 25.

#[test]
fn texts_split_as_in_java() -> Result<(), BundleError> {
    for (pattern, text, expected) in [
        (r"\s", "a\u{a0}b\u{b}c\u{1c}d", &["a\u{a0}b", "c\u{1c}d"][..]),
        (r"\W", "😀a", &["", "a"]),
        (r"\W", "", &[""]),
        (r"\W", "..", &[]),
        (r".", "a\nb\r\u{85}\u{2028}c", &["", "\n", "\r\u{85}\u{2028}"]),
        (r"a|ab", "abab", &["", "b", "b"]),
        (r"x*", "xab", &["", "", "a", "b"]),
        (r"x*", "", &[""]),
        (r"", "ab", &["a", "b"]),
        (r"", "😀a", &["?", "?", "a"]),
        (r"^", "a\nb", &["a\nb"]),
        (r"[^\p{L}]+", "𝒜b 😀c", &["𝒜b", "c"]),
        (r"(?:|a)", "aa", &["a", "a"]),
        (r"[a-z&&def]+", "abcdef", &["abc"]),
    ] {
        assert_eq!(
            Ok(expected.iter().map(ToString::to_string).collect()),
            split(&compile(pattern)?, text),
            "{pattern}"
        );
    }
    Ok(())
}

#[test]
fn matches_are_found_as_in_java() -> Result<(), BundleError> {
    for (pattern, text, expected) in [
        (r"[a-d&&[^b]&&[^c]]+", "abcd", &["a", "d"][..]),
        (r"[^a&&[bc]]+", "abcd", &["abcd"]),
        (r"[[a-f]&&[^c]x]+", "abcdefx", &["ab", "def"]),
        (r"[]a]", "]a", &["]", "a"]),
        (r"[\w-]+", "a-b c", &["a-b", "c"]),
        (r"\p{Punct}+", "a!+$\u{a1}", &["!+$"]),
        (r"\p{IsLatin}+", "aéΑ", &["aé"]),
        (r"\x{1F600}|\u0041|\x41|\é", "😀Aé", &["😀", "A", "é"]),
        (r"x*", "😀a", &["", "", "", ""]),
        (r"a+?", "aa", &["a", "a"]),
        (r"(?<name>a)(b){1,2}", "abb", &["abb"]),
    ] {
        assert_eq!(Ok(expected.iter().map(ToString::to_string).collect()), find(&compile(pattern)?, text), "{pattern}");
    }
    Ok(())
}

#[test]
fn what_java_alone_can_is_refused_by_name_and_position() {
    for (what, pattern) in [
        ("a group that looks around, never backtracks or sets flags at position 1", "a(?=b)"),
        ("a group that looks around, never backtracks or sets flags at position 0", "(?i)a"),
        ("a possessive quantifier at position 1", "a++"),
        ("the escape `\\1` at position 3", r"(a)\1"),
        ("the escape `\\B` at position 0", r"\B"),
        ("a quantifier with nothing to repeat at position 2", "a|*"),
        ("a loop around what may match nothing at position 6", "(a*b?)+"),
        ("the property `Foo` at position 0", r"\p{Foo}"),
        ("classes nested too deep at position 32", &"[".repeat(40)),
        ("an intersection without two sides at position 1", "[&&a]"),
        ("a range without an end, or from high to low at position 1", "[z-a]"),
        ("an unclosed group at position 2", "(a"),
        ("an unmatched `)` at position 1", "a)"),
    ] {
        let reason = compile(pattern).err().map(|error| error.reason).unwrap_or_default();
        let expected = format!("the regular expression `{}` has {what}, which", pattern.escape_debug());
        assert!(reason.starts_with(&expected), "{reason}");
    }
}

#[test]
fn what_jdk_8_does_not_negate_is_refused_unless_the_jdk_is_newer() {
    for pattern in ["[^a[b]]", "[^a&&b]"] {
        assert!(compile(pattern).is_ok(), "{pattern}");
        for older in [Jvm::default(), jvm("1.8.0_402")] {
            assert!(JavaRegex::new(pattern, &older).is_err(), "{pattern}");
        }
    }
    assert!(JavaRegex::new(r"[^a\s]|[a[^b]]", &jvm("1.8.0_402")).is_ok());
}

#[test]
fn patterns_too_large_are_refused() {
    assert!(compile(r"(?:\p{L}{1000}){1000}").is_err());
    assert!(compile(&"(".repeat(100_000)).is_err());
}

#[test]
fn word_boundaries_follow_the_jdk() -> Result<(), BundleError> {
    let (old, new) = (compile(r"\b")?, JavaRegex::new(r"\b", &jvm("21.0.2"))?);
    let unknown = JavaRegex::new(r"\b", &Jvm::default())?;
    let pieces = |pieces: &[&str]| Ok(pieces.iter().map(ToString::to_string).collect::<Vec<_>>());
    assert_eq!(pieces(&["hé", " ", "a"]), split(&old, "hé a"));
    assert_eq!(pieces(&["h", "é ", "a"]), split(&new, "hé a"));
    assert_eq!(pieces(&["h", " ", "a"]), split(&unknown, "h a"));
    assert!(split(&unknown, "hé a").is_err());
    assert!(split(&new, "he\u{301} a").is_err());
    Ok(())
}

#[test]
fn ends_of_lines_are_not_guessed() -> Result<(), BundleError> {
    let regex = compile("b$")?;
    assert_eq!(Ok(true), regex.is_in("ab"));
    assert_eq!(Ok(false), regex.is_in("ba"));
    assert!(regex.is_in("ab\n").is_err());
    Ok(())
}
