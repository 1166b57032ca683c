//! `java.util.regex`, as far as the `regex` crate can do what Java does.
//!
//! A pattern is read by Java's rules and written out for the crate with every class spelled out, because the same
//! text means something else there (`\s` is ASCII in Java, `$` also matches before a final line break). What has no
//! counterpart, or would need backtracking, is refused when the bundle is loaded. The crate searches in linear time
//! and prefers alternatives in the order Java tries them in.

mod class;
mod matches;
mod property;
mod reader;
mod translate;

use regex::{Regex, RegexBuilder};

use self::{
    matches::{Cut, Matches},
    translate::Translation,
};
use super::Jvm;
use crate::{
    error::{BundleError, Fault},
    excerpt::excerpt,
};

/// Bytes of a pattern; one that is longer would not fit below either.
const LONGEST: usize = 1 << 16;
/// Memory that a compiled pattern may take; `\p{L}{20}` is near.
const COMPILED_SIZE: usize = 1 << 20;

#[derive(Debug)]
pub(crate) struct JavaRegex {
    regex: Regex,
    /// Texts for which this and Java may disagree.
    doubts: Vec<Doubt>,
    /// Whether a class could match half of a surrogate pair.
    halves: bool,
    /// Whether the pattern matches nothing at all between the halves of a surrogate pair.
    empty_between_halves: bool,
}

#[derive(Debug)]
struct Doubt {
    texts: Regex,
    reason: &'static str,
}

impl JavaRegex {
    /// Reads a pattern as `Pattern.compile` of the given JVM does, without flags.
    pub(crate) fn new(pattern: &str, jvm: &Jvm) -> Result<Self, BundleError> {
        if pattern.len() > LONGEST {
            return Err(BundleError::fixed_limit(format!("has a regular expression of more than {LONGEST} bytes")));
        }
        let refuse = |reason: String| {
            BundleError::unsupported(format!("the regular expression `{}` {reason}", pattern.escape_debug()))
                .with_hint(REWRITE)
        };
        let boundary = Boundary::of(jvm);
        let Translation { pattern: translated, anchors, halves, negates_nested } =
            translate::translate(pattern, boundary.pattern).map_err(refuse)?;
        if negates_nested && jvm.release().is_none_or(|release| release < 9) {
            return Err(refuse(NEGATION.to_owned()).with_hint(NEWER_JDK));
        }
        let compile = |pattern: &str| {
            let built = RegexBuilder::new(pattern).size_limit(COMPILED_SIZE).nest_limit(100).build();
            built.map_err(|error| match error {
                regex::Error::CompiledTooBig(_) => BundleError::fixed_limit(format!(
                    "the regular expression `{}` takes too much memory",
                    excerpt(pattern.escape_debug())
                )),
                error => refuse(format!("cannot be compiled: {}", error.to_string().escape_debug())),
            })
        };
        let regex = compile(&translated)?;
        let mut doubts = Vec::new();
        if anchors.line_end {
            doubts.push(Doubt { texts: compile(FINAL_LINE_BREAK)?, reason: LINE_END });
        }
        if anchors.boundary {
            doubts.push(Doubt { texts: compile(boundary.doubtful)?, reason: boundary.reason });
        }
        // Behind a character and in front of one that no pattern means.
        let between = regex.find_at("\u{FFFE}\u{FFFE}", 3);
        let empty_between_halves = between.is_some_and(|found| found.range() == (3..3));
        Ok(Self { regex, doubts, halves, empty_between_halves })
    }

    /// Whether the pattern occurs in the text.
    pub(crate) fn is_in(&self, text: &str) -> Result<bool, Fault> {
        self.check(text)?;
        Ok(self.regex.is_match(text))
    }

    /// Calls `take` with every match, as `Matcher.find` goes from one to the next.
    pub(crate) fn find_each(&self, text: &str, mut take: impl FnMut(&str)) -> Result<(), Fault> {
        self.check(text)?;
        for found in Matches::new(self, text) {
            let (start, end) = found?;
            take(&Cut::slice(text, start, end));
        }
        Ok(())
    }

    /// Calls `take` with every piece that `Pattern.split` gives: no empty ones at the end, and no empty one in front
    /// of a match without width.
    pub(crate) fn split(&self, text: &str, mut take: impl FnMut(&str)) -> Result<(), Fault> {
        self.check(text)?;
        let mut pieces = Pieces { empty: 0, take: &mut take };
        let mut end = Cut::START;
        for found in Matches::new(self, text) {
            let (next_start, next_end) = found?;
            if end == Cut::START && next_end == Cut::START {
                continue;
            }
            pieces.push(&Cut::slice(text, end, next_start));
            end = next_end;
        }
        if end == Cut::START {
            take(text);
        } else {
            pieces.push(&Cut::slice(text, end, Cut::end(text)));
        }
        Ok(())
    }

    fn check(&self, text: &str) -> Result<(), Fault> {
        match self.doubts.iter().find(|doubt| doubt.texts.is_match(text)) {
            Some(doubt) => Err(Fault::new(doubt.reason)),
            None => Ok(()),
        }
    }
}

/// Pieces of a text, of which empty ones wait for one that is not.
struct Pieces<'a> {
    empty: usize,
    take: &'a mut dyn FnMut(&str),
}

impl Pieces<'_> {
    fn push(&mut self, piece: &str) {
        if piece.is_empty() {
            self.empty += 1;
            return;
        }
        for _ in 0..std::mem::take(&mut self.empty) {
            (self.take)("");
        }
        (self.take)(piece);
    }
}

const FINAL_LINE_BREAK: &str = r"[\n\r\x{85}\x{2028}\x{2029}]\z";
const LINE_END: &str =
    "ends with a line break, where `$` in the regular expression matches twice in Java, but not here";

const REWRITE: &str = "fit the pipeline with a pattern that does without it; docs/operators.md says what is read";

const NEGATION: &str = "negates a class that holds another, which JDK 8 reads differently, and the bundle does not say \
                        that it was trained with a newer one";
const NEWER_JDK: &str = "export with the JDK that fitted the model, which the model card then names (java_version), or \
                         write the class without another in it";

/// What `\b` means: it follows ASCII letters since JDK 19, and all letters and digits before.
struct Boundary {
    pattern: &'static str,
    /// Finds texts where that is not all there is to it: Java looks through combining marks, for one.
    doubtful: &'static str,
    reason: &'static str,
}

impl Boundary {
    fn of(jvm: &Jvm) -> Self {
        match jvm.release() {
            Some(release) if release >= 19 => Self {
                pattern: r"(?-u:\b)",
                doubtful: r"\p{Mn}",
                reason: "has combining marks, beside which `\\b` in the regular expression differs from Java's",
            },
            Some(_) => Self {
                pattern: r"\b",
                doubtful: r"[\w&&[^\p{L}\p{Nd}_]]",
                reason: "has marks or numerals beside which `\\b` in the regular expression differs from Java's",
            },
            None => Self {
                pattern: r"(?-u:\b)",
                doubtful: r"[\w&&[^0-9A-Za-z_]]",
                reason: "has letters beyond ASCII: what `\\b` in the regular expression means for them depends on the \
                         JDK, and the bundle does not say which it was trained with (java_version in its model card)",
            },
        }
    }
}

#[cfg(test)]
mod tests;
