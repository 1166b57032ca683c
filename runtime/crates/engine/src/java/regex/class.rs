//! Java's syntax inside of `[…]`, and the escapes that stand for one character or a set of them.

use std::fmt::Write;

use super::{
    property,
    reader::{Read, Reader, refuse},
    translate::Translation,
};

/// How deep classes may nest.
const DEPTH: usize = 32;

const DIGIT: &str = "0-9";
const WORD: &str = "0-9A-Z_a-z";
const SPACE: &str = r"\x{9}-\x{D}\x{20}";
const HORIZONTAL: &str = r"\x{9}\x{20}\x{A0}\x{1680}\x{180E}\x{2000}-\x{200A}\x{202F}\x{205F}\x{3000}";
const VERTICAL: &str = r"\x{A}-\x{D}\x{85}\x{2028}\x{2029}";

/// What an escape stands for.
pub(super) enum Escape {
    Literal(char),
    Set { set: String, negated: bool },
}

/// A character that means itself, inside and outside of classes.
pub(super) fn push_literal(pattern: &mut String, literal: char) {
    if literal.is_ascii_alphanumeric() {
        pattern.push(literal);
    } else {
        // Writing to a string cannot fail.
        let _ = write!(pattern, r"\x{{{:X}}}", u32::from(literal));
    }
}

/// A set of characters, inside and outside of classes.
pub(super) fn push_set(translation: &mut Translation, set: &str, negated: bool) {
    translation.halves |= negated;
    translation.pattern.push_str(if negated { "[^" } else { "[" });
    translation.pattern.push_str(set);
    translation.pattern.push(']');
}

/// A class, from its `[` to its `]`.
pub(super) fn read(reader: &mut Reader<'_>, translation: &mut Translation) -> Read<()> {
    nested(reader, translation, DEPTH)
}

fn nested(reader: &mut Reader<'_>, translation: &mut Translation, depth: usize) -> Read<()> {
    let start = reader.position();
    let depth = depth.checked_sub(1).ok_or_else(|| refuse(start, "classes nested too deep"))?;
    reader.next();
    translation.pattern.push('[');
    let negated = reader.take("^");
    if negated {
        translation.pattern.push('^');
        translation.halves = true;
    }
    // A `]` in front means itself, and each side of `&&` must have something.
    let mut empty = true;
    loop {
        match reader.peek() {
            None => return Err(refuse(start, "an unclosed class")),
            Some(']') if !empty => break,
            Some('&') if reader.starts_with("&&") => {
                if empty || reader.starts_with("&&&") || reader.starts_with("&&]") {
                    return Err(refuse(reader.position(), "an intersection without two sides"));
                }
                reader.take("&&");
                translation.negates_nested |= negated;
                translation.pattern.push_str("&&");
                empty = true;
                continue;
            }
            Some('[') => {
                translation.negates_nested |= negated;
                nested(reader, translation, depth)?;
            }
            Some(_) => item(reader, translation)?,
        }
        empty = false;
    }
    reader.next();
    translation.pattern.push(']');
    Ok(())
}

/// A character, a range or an escape.
fn item(reader: &mut Reader<'_>, translation: &mut Translation) -> Read<()> {
    let start = reader.position();
    let low = match one(reader)? {
        Escape::Literal(literal) => literal,
        Escape::Set { set, negated } => {
            push_set(translation, &set, negated);
            return Ok(());
        }
    };
    push_literal(&mut translation.pattern, low);
    if !reader.starts_with("-") || reader.starts_with("-]") || reader.starts_with("-[") {
        return Ok(());
    }
    reader.take("-");
    match one(reader)? {
        Escape::Literal(high) if low <= high => {
            translation.halves |= low < '\u{E000}' && high >= '\u{E000}';
            translation.pattern.push('-');
            push_literal(&mut translation.pattern, high);
            Ok(())
        }
        _ => Err(refuse(start, "a range without an end, or from high to low")),
    }
}

fn one(reader: &mut Reader<'_>) -> Read<Escape> {
    match reader.peek() {
        Some('\\') => escape(reader),
        _ => reader.next().map(Escape::Literal).ok_or_else(|| refuse(reader.position(), "an unclosed class")),
    }
}

/// A backslash and what belongs to it.
pub(super) fn escape(reader: &mut Reader<'_>) -> Read<Escape> {
    let start = reader.position();
    reader.next();
    let Some(escaped) = reader.next() else {
        return Err(refuse(start, "a backslash at its end"));
    };
    let set = |set: &str, negated: bool| Ok(Escape::Set { set: set.to_owned(), negated });
    let literal = match escaped {
        'd' => return set(DIGIT, false),
        'D' => return set(DIGIT, true),
        's' => return set(SPACE, false),
        'S' => return set(SPACE, true),
        'w' => return set(WORD, false),
        'W' => return set(WORD, true),
        'h' => return set(HORIZONTAL, false),
        'H' => return set(HORIZONTAL, true),
        'v' => return set(VERTICAL, false),
        'V' => return set(VERTICAL, true),
        'p' | 'P' => return named(reader, start, escaped == 'P'),
        't' => '\t',
        'n' => '\n',
        'r' => '\r',
        'f' => '\u{C}',
        'a' => '\u{7}',
        'e' => '\u{1B}',
        'x' | 'u' => return hexadecimal(reader, start, escaped == 'u').map(Escape::Literal),
        other if other.is_ascii_alphanumeric() => {
            return Err(refuse(start, &format!(r"the escape `\{other}`")));
        }
        other => other,
    };
    Ok(Escape::Literal(literal))
}

/// `\p{name}` or `\pL`.
fn named(reader: &mut Reader<'_>, start: usize, negated: bool) -> Read<Escape> {
    let mut letter = [0; 4];
    let name = if reader.take("{") {
        reader.until('}').ok_or_else(|| refuse(start, "an unclosed `{`"))?
    } else {
        reader.next().map_or("", |name| name.encode_utf8(&mut letter))
    };
    match property::find(name) {
        Some(set) => Ok(Escape::Set { set, negated }),
        None => Err(refuse(start, &format!("the property `{}`", name.escape_debug()))),
    }
}

/// `\xhh`, `\x{h…h}` or `\uhhhh`.
fn hexadecimal(reader: &mut Reader<'_>, start: usize, four: bool) -> Read<char> {
    let digits = if !four && reader.take("{") {
        reader.until('}').map(str::to_owned)
    } else {
        let count = if four { 4 } else { 2 };
        (0..count).map(|_| reader.next()).collect()
    };
    let digits = digits.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
    // Java knows halves of a surrogate pair as characters, Rust does not.
    digits
        .and_then(|digits| char::from_u32(u32::from_str_radix(&digits, 16).ok()?))
        .ok_or_else(|| refuse(start, "an escape of no character, or of half of one"))
}
