//! Java's syntax outside of classes.

use super::{
    class::{self, Escape},
    reader::{Read, Reader, refuse},
};

/// A pattern for the `regex` crate.
#[derive(Debug, Default)]
pub(super) struct Translation {
    pub(super) pattern: String,
    pub(super) anchors: Anchors,
    /// Whether a class could match half of a surrogate pair.
    pub(super) halves: bool,
    /// Whether a negated class holds another or an intersection, neither of which JDK 8 negates.
    pub(super) negates_nested: bool,
}

/// Which anchors occur that need a look at the text.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    pub(super) line_end: bool,
    pub(super) boundary: bool,
}

/// Reads a Java pattern; `boundary` is what to write for `\b`.
pub(super) fn translate(pattern: &str, boundary: &str) -> Read<Translation> {
    let mut reader = Reader::new(pattern);
    let mut translation = Translation::default();
    let mut levels = vec![Level::default()];
    while let Some(character) = reader.peek() {
        let start = reader.position();
        let Some(level) = levels.last_mut() else { return Err(refuse(start, "an unmatched `)`")) };
        match character {
            '*' | '+' | '?' | '{' => {
                let repeated = level.repeat(&reader)?;
                let quantifier = Quantifier::read(&mut reader)?;
                // Java and the crate take different ways through a loop that goes round without a step.
                if repeated && quantifier.loops {
                    return Err(refuse(start, "a loop around what may match nothing"));
                }
                translation.pattern.push_str(&quantifier.written);
                level.push(repeated || quantifier.optional);
            }
            '(' => {
                group(&mut reader)?;
                translation.pattern.push_str("(?:");
                levels.push(Level::default());
            }
            ')' => {
                reader.next();
                translation.pattern.push(')');
                let empty = level.finish();
                levels.pop();
                levels.last_mut().ok_or_else(|| refuse(start, "an unmatched `)`"))?.atom(empty);
            }
            '|' => {
                reader.next();
                translation.pattern.push('|');
                level.alternative();
            }
            '^' | '$' => {
                reader.next();
                translation.pattern.push_str(if character == '^' { r"\A" } else { r"\z" });
                translation.anchors.line_end |= character == '$';
                level.push(true);
            }
            '\\' if anchor(&mut reader, &mut translation, boundary)? => level.push(true),
            _ => {
                atom(&mut reader, &mut translation)?;
                level.atom(false);
            }
        }
    }
    match levels.len() {
        1 => Ok(translation),
        _ => Err(refuse(reader.position(), "an unclosed group")),
    }
}

/// What has been read of a group, or of the whole pattern: whether it can match nothing at all.
#[derive(Debug)]
struct Level {
    /// One of the alternatives before this one can.
    alternatives: bool,
    /// This one can, up to here.
    sequence: bool,
    /// What a quantifier would repeat can.
    atom: Option<bool>,
}

impl Default for Level {
    fn default() -> Self {
        Self { alternatives: false, sequence: true, atom: None }
    }
}

impl Level {
    fn atom(&mut self, empty: bool) {
        self.push(true);
        self.atom = Some(empty);
    }

    /// Something that no quantifier may follow.
    fn push(&mut self, empty: bool) {
        self.sequence &= empty && self.atom.take().unwrap_or(true);
    }

    /// Takes out what a quantifier repeats.
    fn repeat(&mut self, reader: &Reader<'_>) -> Read<bool> {
        self.atom.take().ok_or_else(|| refuse(reader.position(), "a quantifier with nothing to repeat"))
    }

    fn alternative(&mut self) {
        *self = Self { alternatives: self.finish(), ..Self::default() };
    }

    fn finish(&mut self) -> bool {
        self.push(true);
        self.alternatives || self.sequence
    }
}

/// `(`, `(?:` or `(?<name>`; nobody asks what a group captured.
fn group(reader: &mut Reader<'_>) -> Read<()> {
    let start = reader.position();
    reader.next();
    if reader.take("?:") || reader.peek() != Some('?') {
        return Ok(());
    }
    if reader.take("?<") && reader.peek().is_some_and(|first| first.is_ascii_alphabetic()) {
        while reader.peek().is_some_and(|letter| letter.is_ascii_alphanumeric()) {
            reader.next();
        }
        if reader.take(">") {
            return Ok(());
        }
    }
    Err(refuse(start, "a group that looks around, never backtracks or sets flags"))
}

/// `*`, `+`, `?`, `{n}`, `{n,}` or `{n,m}`, each greedy or lazy.
struct Quantifier {
    written: String,
    optional: bool,
    /// It may go round more than once.
    loops: bool,
}

impl Quantifier {
    fn read(reader: &mut Reader<'_>) -> Read<Self> {
        let start = reader.position();
        let mut quantifier = match reader.next() {
            Some('*') => Self { written: "*".to_owned(), optional: true, loops: true },
            Some('+') => Self { written: "+".to_owned(), optional: false, loops: true },
            Some('?') => Self { written: "?".to_owned(), optional: true, loops: false },
            _ => reader.until('}').and_then(Self::counted).ok_or_else(|| refuse(start, "a `{` without counts"))?,
        };
        match reader.peek() {
            Some('+') => return Err(refuse(start, "a possessive quantifier")),
            Some('?') => quantifier.written.extend(reader.next()),
            _ => {}
        }
        Ok(quantifier)
    }

    fn counted(counts: &str) -> Option<Self> {
        let count = |digits: &str| -> Option<u16> {
            if digits.bytes().all(|digit| digit.is_ascii_digit()) { digits.parse().ok() } else { None }
        };
        let (least, most) = counts.split_once(',').unwrap_or((counts, counts));
        let least = count(least)?;
        let most = if most.is_empty() { None } else { Some(count(most)?) };
        let loops = most.is_none_or(|most| most > 1);
        Some(Self { written: format!("{{{counts}}}"), optional: least == 0, loops })
    }
}

/// An anchor behind a backslash, where that comes next.
fn anchor(reader: &mut Reader<'_>, translation: &mut Translation, boundary: &str) -> Read<bool> {
    let start = reader.position();
    for (anchor, written) in [(r"\A", r"\A"), (r"\z", r"\z"), (r"\Z", r"\z"), (r"\b", boundary)] {
        if reader.take(anchor) {
            if anchor == r"\b" && reader.peek() == Some('{') {
                return Err(refuse(start, r"`\b{`"));
            }
            translation.pattern.push_str(written);
            translation.anchors.line_end |= anchor == r"\Z";
            translation.anchors.boundary |= anchor == r"\b";
            return Ok(true);
        }
    }
    Ok(false)
}

/// A character or a set of them.
fn atom(reader: &mut Reader<'_>, translation: &mut Translation) -> Read<()> {
    match reader.peek() {
        Some('[') => class::read(reader, translation)?,
        Some('\\') => match class::escape(reader)? {
            Escape::Literal(literal) => class::push_literal(&mut translation.pattern, literal),
            Escape::Set { set, negated } => class::push_set(translation, &set, negated),
        },
        Some('.') => {
            reader.next();
            translation.pattern.push_str(r"[^\n\r\x{85}\x{2028}\x{2029}]");
            translation.halves = true;
        }
        Some(literal) => {
            reader.next();
            class::push_literal(&mut translation.pattern, literal);
        }
        None => {}
    }
    Ok(())
}
