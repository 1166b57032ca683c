//! A walk through a pattern.

/// What cannot be read, with its position.
pub(super) type Read<T> = Result<T, String>;

/// A pattern, character by character.
pub(super) struct Reader<'a> {
    rest: &'a str,
    /// Of the next character, counted in characters from 0.
    position: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(pattern: &'a str) -> Self {
        Self { rest: pattern, position: 0 }
    }

    pub(super) fn position(&self) -> usize {
        self.position
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    pub(super) fn starts_with(&self, text: &str) -> bool {
        self.rest.starts_with(text)
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.rest = &self.rest[next.len_utf8()..];
        self.position += 1;
        Some(next)
    }

    /// Goes behind `text`, where that comes next.
    pub(super) fn take(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                self.position += text.chars().count();
                true
            }
            None => false,
        }
    }

    /// What comes before `end`, and goes behind it.
    pub(super) fn until(&mut self, end: char) -> Option<&'a str> {
        let (before, rest) = self.rest.split_once(end)?;
        self.rest = rest;
        self.position += before.chars().count() + 1;
        Some(before)
    }
}

pub(super) fn refuse(position: usize, what: &str) -> String {
    format!("has {what} at position {position}, which this version does not read")
}
