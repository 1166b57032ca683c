//! Texts in other texts.

use super::{
    call::{Built, Call, literal_text, of_type},
    cell::Cell,
    expression::{Eval, Expression, of_text},
};
use crate::{data_type::DataType, error::Fault, frame::Frame};

/// `%` stands for any characters, `_` for one; the pattern is a literal without an escape.
pub(super) fn like(mut call: Call) -> Built {
    call.returns::<bool>()?;
    let [text, pattern] = call.take()?;
    of_type(&text, &DataType::String)?;
    let pattern: Vec<char> = literal_text(&pattern)?.chars().collect();
    if pattern.contains(&'\\') {
        return Err("has a pattern with an escape".to_owned());
    }
    Ok(of_text(text, move |text: &str| Ok(Some(matches(text, &pattern)))))
}

/// Without recursion: where a character does not fit, the last `%` takes one more.
fn matches(text: &str, pattern: &[char]) -> bool {
    let (mut rest, mut position) = (text.chars(), 0);
    let mut retry: Option<(std::str::Chars<'_>, usize)> = None;
    loop {
        if pattern.get(position) == Some(&'%') {
            position += 1;
            retry = Some((rest.clone(), position));
            continue;
        }
        match (rest.next(), pattern.get(position)) {
            (None, None) => return true,
            (Some(character), Some(wanted)) if *wanted == '_' || *wanted == character => position += 1,
            (None, Some(_)) => return false,
            _ => {
                let Some((mut after, start)) = retry.take() else { return false };
                if after.next().is_none() {
                    return false;
                }
                (rest, position) = (after.clone(), start);
                retry = Some((after, start));
            }
        }
    }
}

struct Search {
    arguments: [Expression; 2],
    test: fn(&str, &str) -> bool,
}

impl Eval for Search {
    fn eval<'a>(&'a self, frame: &'a Frame) -> Result<Cell<'a>, Fault> {
        let Cell::Text(text) = self.arguments[0].eval(frame)? else { return Ok(Cell::Null) };
        let Cell::Text(part) = self.arguments[1].eval(frame)? else { return Ok(Cell::Null) };
        Ok(Cell::Boolean((self.test)(&text, &part)))
    }
}

fn search(mut call: Call, test: fn(&str, &str) -> bool) -> Built {
    call.returns::<bool>()?;
    let arguments = call.take::<2>()?;
    arguments.iter().try_for_each(|argument| of_type(argument, &DataType::String))?;
    Ok(Box::new(Search { arguments, test }))
}

pub(super) fn startswith(call: Call) -> Built {
    search(call, |text, part| text.starts_with(part))
}

pub(super) fn endswith(call: Call) -> Built {
    search(call, |text, part| text.ends_with(part))
}

pub(super) fn contains(call: Call) -> Built {
    search(call, |text, part| text.contains(part))
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn wildcards_match_code_points() {
        for (expected, text, pattern) in [
            (true, "", ""),
            (true, "", "%%"),
            (false, "", "_"),
            (true, "héllo", "h_llo"),
            (true, "a\nb", "a%b"),
            (true, "abcabd", "%abd"),
            (false, "abcabd", "%abc"),
            (true, "abcabd", "a%a%d"),
            (false, "abc", "ab"),
            (false, "ab", "abc"),
        ] {
            assert_eq!(expected, matches(text, &pattern.chars().collect::<Vec<_>>()), "{text} {pattern}");
        }
    }
}
