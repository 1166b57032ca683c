//! Texts: letters, spaces and parts. Positions and lengths count code points.

use std::borrow::Cow;

use super::{
    call::{Built, Call, held_as, literal_text, of_type},
    cell::Cell,
    expression::{Eval, Expression, of_text},
};
use crate::{data_type::DataType, error::Fault, frame::Frame, java::LowerCase};

/// Bytes of the longest text that an expression may put together.
const LONGEST: usize = 1 << 22;

/// What a text becomes.
enum Mapping {
    Lower(LowerCase),
    Upper,
    Trim(for<'a> fn(&'a str, &[char]) -> &'a str, Vec<char>),
}

impl Mapping {
    fn map<'a>(&self, text: &'a str) -> Cow<'a, str> {
        match self {
            Self::Lower(rules) => {
                let mut lower = String::with_capacity(text.len());
                rules.write(text, &mut lower);
                Cow::Owned(lower)
            }
            Self::Upper => Cow::Owned(text.to_uppercase()),
            Self::Trim(trim, set) => Cow::Borrowed(trim(text, set)),
        }
    }
}

struct Mapped(Expression, Mapping);

impl Eval for Mapped {
    fn eval<'a>(&'a self, frame: &'a Frame) -> Result<Cell<'a>, Fault> {
        Ok(match self.0.eval(frame)? {
            Cell::Text(Cow::Borrowed(text)) => Cell::Text(self.1.map(text)),
            Cell::Text(Cow::Owned(text)) => Cell::Text(Cow::Owned(self.1.map(&text).into_owned())),
            _ => Cell::Null,
        })
    }
}

fn texts<const N: usize>(call: &mut Call) -> Result<[Expression; N], String> {
    call.returns_text()?;
    let arguments = call.take()?;
    call.same_types(&arguments)?;
    Ok(arguments)
}

pub(super) fn lower(mut call: Call) -> Built {
    let [text] = texts(&mut call)?;
    let rules = LowerCase::of("").map_err(|error| error.reason)?;
    Ok(Box::new(Mapped(text, Mapping::Lower(rules))))
}

pub(super) fn upper(mut call: Call) -> Built {
    let [text] = texts(&mut call)?;
    Ok(Box::new(Mapped(text, Mapping::Upper)))
}

pub(super) fn trim(call: Call) -> Built {
    trimmed(call, |text, set| text.trim_matches(set))
}

pub(super) fn ltrim(call: Call) -> Built {
    trimmed(call, |text, set| text.trim_start_matches(set))
}

pub(super) fn rtrim(call: Call) -> Built {
    trimmed(call, |text, set| text.trim_end_matches(set))
}

/// Takes spaces off, or the characters of a second argument, a literal.
fn trimmed(mut call: Call, trim: for<'a> fn(&'a str, &[char]) -> &'a str) -> Built {
    let set: Vec<char> = if call.arguments.len() == 2 {
        let set = call.arguments.pop().ok_or("has no arguments")?;
        literal_text(&set)?.chars().collect()
    } else {
        vec![' ']
    };
    let [text] = texts(&mut call)?;
    Ok(Box::new(Mapped(text, Mapping::Trim(trim, set))))
}

pub(super) fn length(mut call: Call) -> Built {
    call.returns::<i64>()?;
    let [text] = call.take()?;
    of_type(&text, &DataType::String)?;
    Ok(of_text(text, |text: &str| Ok(Some(text.chars().count() as i64))))
}

/// A text, the position of its first character, and a length.
struct Substring([Expression; 3]);

impl Eval for Substring {
    fn eval<'a>(&'a self, frame: &'a Frame) -> Result<Cell<'a>, Fault> {
        let [text, position, length] = &self.0;
        let Cell::Text(text) = text.eval(frame)? else { return Ok(Cell::Null) };
        let Cell::Integer(position) = position.eval(frame)? else { return Ok(Cell::Null) };
        let Cell::Integer(length) = length.eval(frame)? else { return Ok(Cell::Null) };
        Ok(Cell::Text(match text {
            Cow::Borrowed(text) => Cow::Borrowed(slice(text, position, length)),
            Cow::Owned(text) => Cow::Owned(slice(&text, position, length).to_owned()),
        }))
    }
}

/// The first character has the position 1, and 0 too; negative positions count from the end.
fn slice(text: &str, position: i64, length: i64) -> &str {
    let start = match position {
        1.. => position - 1,
        0 => 0,
        _ => text.chars().count() as i64 + position,
    };
    let end = (start + length).min(i32::MAX.into());
    if end <= start {
        return "";
    }
    let byte = |count: i64| text.char_indices().nth(usize::try_from(count).unwrap_or(0)).map(|(byte, _)| byte);
    let (start, end) = (byte(start).unwrap_or(text.len()), byte(end).unwrap_or(text.len()));
    &text[start..end.max(start)]
}

pub(super) fn substring(mut call: Call) -> Built {
    call.returns_text()?;
    let arguments = call.take::<3>()?;
    of_type(&arguments[0], &DataType::String)?;
    arguments[1..].iter().try_for_each(held_as::<i64>)?;
    Ok(Box::new(Substring(arguments)))
}

struct Concat(Vec<Expression>);

impl Eval for Concat {
    fn eval<'a>(&'a self, frame: &'a Frame) -> Result<Cell<'a>, Fault> {
        let mut joined = String::new();
        for argument in &self.0 {
            let Cell::Text(text) = argument.eval(frame)? else { return Ok(Cell::Null) };
            append(&mut joined, &text)?;
        }
        Ok(Cell::Text(Cow::Owned(joined)))
    }
}

/// Texts one after the other; null where one is null.
pub(super) fn concat(mut call: Call) -> Built {
    call.returns_text()?;
    let arguments = std::mem::take(&mut call.arguments);
    call.same_types(&arguments)?;
    Ok(Box::new(Concat(arguments)))
}

struct ConcatWs {
    separator: Expression,
    texts: Vec<Expression>,
}

impl Eval for ConcatWs {
    fn eval<'a>(&'a self, frame: &'a Frame) -> Result<Cell<'a>, Fault> {
        let Cell::Text(separator) = self.separator.eval(frame)? else { return Ok(Cell::Null) };
        let (mut joined, mut first) = (String::new(), true);
        for text in &self.texts {
            let Cell::Text(text) = text.eval(frame)? else { continue };
            if !first {
                append(&mut joined, &separator)?;
            }
            append(&mut joined, &text)?;
            first = false;
        }
        Ok(Cell::Text(Cow::Owned(joined)))
    }
}

/// Texts with a separator between them, which comes first; nulls are left out.
pub(super) fn concat_ws(mut call: Call) -> Built {
    call.returns_text()?;
    let mut arguments = std::mem::take(&mut call.arguments).into_iter();
    let separator = arguments.next().ok_or("has no arguments")?;
    let texts: Vec<_> = arguments.collect();
    call.same_types(texts.iter().chain([&separator]))?;
    Ok(Box::new(ConcatWs { separator, texts }))
}

fn append(joined: &mut String, text: &str) -> Result<(), Fault> {
    if joined.len() + text.len() > LONGEST {
        return Err(Fault::new(format!("makes a text of more than {LONGEST} bytes")));
    }
    joined.push_str(text);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::slice;

    #[test]
    fn positions_count_code_points_from_either_end() {
        for (expected, position, length) in [
            ("hé", 1, 2),
            ("hé", 0, 2),
            ("llo", -3, 9),
            ("h", -7, 3),
            ("", -9, 2),
            ("", 6, 1),
            ("", 2, 0),
            ("", 2, -1),
            ("éllo", 2, i64::from(i32::MAX)),
        ] {
            assert_eq!(expected, slice("héllo", position, length), "{position} {length}");
        }
    }
}
