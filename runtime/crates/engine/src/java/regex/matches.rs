//! From match to match, as `Matcher.find` goes.

use std::borrow::Cow;

use super::JavaRegex;
use crate::error::Fault;

/// A place in a text. Java's strings are UTF-16: a match of nothing is followed by a search one unit further, which
/// may be between the two halves of a character beyond U+FFFF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cut {
    /// In bytes; between halves, the start of the character.
    at: usize,
    between_halves: bool,
}

impl Cut {
    pub(super) const START: Self = Self::at(0);

    const fn at(at: usize) -> Self {
        Self { at, between_halves: false }
    }

    pub(super) fn end(text: &str) -> Self {
        Self::at(text.len())
    }

    /// The text from one cut to another. Half a character is what Spark writes for it, a question mark.
    pub(super) fn slice(text: &str, start: Self, end: Self) -> Cow<'_, str> {
        let whole = |start: usize| text.get(start..end.at).unwrap_or_default();
        if !start.between_halves && !end.between_halves {
            return Cow::Borrowed(whole(start.at));
        }
        let mut slice = String::new();
        let mut from = start.at;
        if start.between_halves && start != end {
            slice.push('?');
            from = start.next_character(text);
        }
        slice.push_str(whole(from));
        if end.between_halves && start != end {
            slice.push('?');
        }
        Cow::Owned(slice)
    }

    fn next_character(self, text: &str) -> usize {
        self.at + self.character(text).map_or(1, char::len_utf8)
    }

    fn character(self, text: &str) -> Option<char> {
        text.get(self.at..)?.chars().next()
    }

    /// One UTF-16 unit further, which may be beyond the end.
    fn next_unit(self, text: &str) -> Self {
        if !self.between_halves && self.character(text).is_some_and(|character| character.len_utf16() == 2) {
            return Self { at: self.at, between_halves: true };
        }
        Self::at(self.next_character(text))
    }
}

/// The matches in a text, each with its start and its end.
pub(super) struct Matches<'a> {
    regex: &'a JavaRegex,
    text: &'a str,
    next: Cut,
}

impl<'a> Matches<'a> {
    pub(super) fn new(regex: &'a JavaRegex, text: &'a str) -> Self {
        Self { regex, text, next: Cut::START }
    }

    fn search(&self) -> Result<Option<(Cut, Cut)>, Fault> {
        let mut from = self.next;
        if from.between_halves {
            if self.regex.halves {
                return Err(Fault::new(
                    "has a character beyond U+FFFF, where the regular expression would match half of it",
                ));
            }
            if self.regex.empty_between_halves {
                return Ok(Some((from, from)));
            }
            from = from.next_unit(self.text);
        }
        if from.at > self.text.len() {
            return Ok(None);
        }
        let found = self.regex.regex.find_at(self.text, from.at);
        Ok(found.map(|found| (Cut::at(found.start()), Cut::at(found.end()))))
    }
}

impl Iterator for Matches<'_> {
    type Item = Result<(Cut, Cut), Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        let found = self.search().transpose();
        self.next = match &found {
            Some(Ok((start, end))) if start == end => end.next_unit(self.text),
            Some(Ok((_, end))) => *end,
            // There is nothing to go on from.
            Some(Err(_)) | None => Cut::at(self.text.len() + 1),
        };
        found
    }
}
