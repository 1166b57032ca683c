//! Casts to dates and timestamps.

use super::Cast;
use crate::{
    data_type::DataType,
    sql::{
        calendar::{DAY, days},
        call::Built,
        expression::{of_text, unary},
        zone::Zone,
    },
};

impl Cast {
    pub(super) fn into_date(self) -> Built {
        let (to, mode, zone) = (self.to.clone(), self.mode, self.zone.clone());
        Ok(match self.from {
            DataType::Date => unary(self.argument, |date: i64| Ok(Some(date))),
            DataType::Timestamp => {
                unary(self.argument, move |micros: i64| Ok(Some(zone.local(micros).div_euclid(DAY))))
            }
            DataType::String => of_text(self.argument, move |text: &str| match date(text) {
                None => mode.unparsable(text, &to),
                parsed => Ok(parsed),
            }),
            _ => return Err(self.refused()),
        })
    }

    pub(super) fn into_timestamp(self) -> Built {
        let (to, mode, zone) = (self.to.clone(), self.mode, self.zone.clone());
        Ok(match self.from {
            DataType::Timestamp => unary(self.argument, |micros: i64| Ok(Some(micros))),
            DataType::Date => unary(self.argument, move |date: i64| Ok(Some(zone.start_of_day(date)))),
            DataType::String => of_text(self.argument, move |text: &str| match timestamp(text, &zone) {
                None => mode.unparsable(text, &to),
                parsed => Ok(parsed),
            }),
            _ => return Err(self.refused()),
        })
    }
}

fn trim(text: &str) -> &str {
    text.trim_matches(|character: char| character <= ' ' || character == '\u{7f}')
}

/// `y`, `y-m` or `y-m-d`; behind a day a space or a `T` ends what is read.
fn date(text: &str) -> Option<i64> {
    let text = trim(text);
    let text = &text[..text.find([' ', 'T']).unwrap_or(text.len())];
    let whole = text.len() == trim(text).len();
    let date = calendar_date(text)?;
    whole.then_some(date)
}

fn calendar_date(text: &str) -> Option<i64> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut parts = text.split('-');
    let year = digits(parts.next()?, 4, 7)?;
    let month = parts.next().map_or(Some(1), |part| digits(part, 1, 2))?;
    let day = parts.next().map_or(Some(1), |part| digits(part, 1, 2))?;
    if parts.next().is_some() {
        return None;
    }
    let found = days(sign * year, month as u32, day as u32)?;
    i32::try_from(found).ok().map(i64::from)
}

fn digits(text: &str, least: usize, most: usize) -> Option<i64> {
    let sound = (least..=most).contains(&text.len()) && text.bytes().all(|digit| digit.is_ascii_digit());
    if sound { text.parse().ok() } else { None }
}

/// A date, and behind a space or `T` the time, up to six digits of the second, and an offset.
fn timestamp(text: &str, zone: &Zone) -> Option<i64> {
    let text = trim(text);
    let Some((date, time)) = text.split_once([' ', 'T']) else {
        return zone.moment(calendar_date(text)?.checked_mul(DAY)?);
    };
    let (time, ahead) = match time.find(['Z', '+', '-']) {
        Some(at) => (&time[..at], Some(offset(&time[at..])?)),
        None => (time, None),
    };
    let (clock, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let mut parts = clock.split(':');
    let hour = digits(parts.next()?, 1, 2).filter(|hour| *hour < 24)?;
    let minute = digits(parts.next()?, 1, 2).filter(|minute| *minute < 60)?;
    let second = parts.next().map_or(Some(0), |part| digits(part, 1, 2)).filter(|second| *second < 60)?;
    if parts.next().is_some() || fraction.is_empty() || !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    // What is beyond microseconds is cut off.
    let micros =
        fraction.bytes().chain(std::iter::repeat(b'0')).take(6).fold(0, |n, digit| n * 10 + i64::from(digit - b'0'));
    let seconds = (hour * 60 + minute) * 60 + second;
    let local = calendar_date(date)?.checked_mul(DAY)?.checked_add(seconds * 1_000_000 + micros)?;
    ahead.map_or_else(|| zone.moment(local), |ahead| local.checked_sub(ahead))
}

/// `Z`, `+1`, `+01:00`.
fn offset(text: &str) -> Option<i64> {
    if text == "Z" {
        return Some(0);
    }
    let (hours, minutes) = text[1..].split_once(':').unwrap_or((&text[1..], "00"));
    let (hours, minutes) = (digits(hours, 1, 2)?, digits(minutes, 2, 2).filter(|minutes| *minutes < 60)?);
    let ahead = (hours * 60 + minutes) * 60_000_000;
    let within = hours * 60 + minutes <= 18 * 60;
    within.then_some(if text.starts_with('-') { -ahead } else { ahead })
}

#[cfg(test)]
mod tests {
    use super::{DAY, Zone, date, timestamp};

    #[test]
    fn dates_may_be_short() {
        for text in ["2024-02-29", " 2024-2-29 ", "2024-02-29T10:00", "2024-02-29 x"] {
            assert_eq!(Some(19_782), date(text), "{text}");
        }
        assert_eq!((Some(19_723), Some(19_754)), (date("2024"), date("2024-2")));
        for text in ["", "24-01-01", "2023-02-29", "2024-02-29x", "2024/02/29", "2024-", "2024-02-"] {
            assert_eq!(None, date(text), "{text}");
        }
    }

    #[test]
    fn timestamps_may_have_offsets() {
        let noon = 19_782 * DAY + DAY / 2;
        for text in ["2024-02-29 12:00:00", "2024-02-29T12:00", "2024-02-29 12:00:00.000Z", "2024-2-29 13:00:00+01:00"]
        {
            assert_eq!(Some(noon), timestamp(text, &Zone::Fixed(0)), "{text}");
        }
        assert_eq!(Some(noon), timestamp("2024-02-29 13:00:00", &Zone::Fixed(3_600_000_000)));
        for text in ["", "2024-02-29 25:00:00", "2024-02-29 12:00:00 Mars", "2024-02-29 12:00:00."] {
            assert_eq!(None, timestamp(text, &Zone::Fixed(0)), "{text}");
        }
    }
}
