//! The beginning of a value, for errors: a value can be of any size.

use std::fmt::{self, Display, Write};

/// Characters that an error shows of a value.
const SHOWN: usize = 64;

/// The first 64 characters of what `value` displays.
pub fn excerpt(value: impl Display) -> String {
    cut(value, SHOWN)
}

/// The first characters of what `value` displays; an ellipsis stands for the rest.
pub(crate) fn cut(value: impl Display, most: usize) -> String {
    let mut excerpt = Excerpt { text: String::new(), left: most };
    if write!(excerpt, "{value}").is_err() {
        excerpt.text.pop();
        excerpt.text.push('…');
    }
    excerpt.text
}

/// Refuses what does not fit, so that the rest of a large value is not even made.
struct Excerpt {
    text: String,
    left: usize,
}

impl Write for Excerpt {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for character in text.chars() {
            self.left = self.left.checked_sub(1).ok_or(fmt::Error)?;
            self.text.push(character);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{SHOWN, excerpt};

    #[test]
    fn what_fits_is_shown_whole() {
        assert_eq!("é".repeat(SHOWN), excerpt("é".repeat(SHOWN)));
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        assert_eq!(format!("{}…", "é".repeat(SHOWN - 1)), excerpt("é".repeat(SHOWN + 1)));
    }
}
