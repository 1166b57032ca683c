//! Days and microseconds since 1970 in the proleptic Gregorian calendar, and their texts.

/// Microseconds of a day.
pub(super) const DAY: i64 = 86_400_000_000;
const SECOND: i64 = 1_000_000;

/// Year, month and day of a count of days since 1970.
///
/// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
pub(super) fn civil(days: i64) -> (i64, u32, u32) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month as u32, day as u32)
}

/// The count of days of a date that the calendar has.
pub(super) fn days(year: i64, month: u32, day: u32) -> Option<i64> {
    if !(1..=12).contains(&month) || day == 0 || day > days_in_month(year, month) {
        return None;
    }
    let shifted = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (shifted.div_euclid(400), shifted.rem_euclid(400));
    let day_of_year = (153 * ((i64::from(month) + 9) % 12) + 2) / 5 + i64::from(day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

fn days_in_month(year: i64, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// `YYYY-MM-DD`, as the feature schema has it; its day must be in the calendar.
pub fn parse_date(text: &str) -> Option<i32> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let (year, month, day) = (number(&bytes[..4])?, number(&bytes[5..7])?, number(&bytes[8..])?);
    if year == 0 {
        return None;
    }
    i32::try_from(days(year.into(), month, day)?).ok()
}

/// RFC 3339 with an offset and at most six digits of the second.
pub fn parse_timestamp(text: &str) -> Option<i64> {
    let date = parse_date(text.get(..10)?)?;
    let bytes = text.as_bytes();
    if !matches!(bytes.get(10)?, b'T' | b't') || bytes.get(13)? != &b':' || bytes.get(16)? != &b':' {
        return None;
    }
    let (hour, minute, second) = (number(&bytes[11..13])?, number(&bytes[14..16])?, number(bytes.get(17..19)?)?);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let mut rest = text.get(19..)?;
    let mut micros = 0;
    if let Some(fraction) = rest.strip_prefix('.') {
        let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
        if !(1..=6).contains(&digits) {
            return None;
        }
        micros = number(&fraction.as_bytes()[..digits])? * 10_u32.pow(6 - digits as u32);
        rest = &fraction[digits..];
    }
    let time = i64::from((hour * 60 + minute) * 60 + second) * SECOND + i64::from(micros);
    Some(i64::from(date) * DAY + time - offset(rest)?)
}

/// `Z`, or an offset such as `+01:00`, in microseconds.
fn offset(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    match bytes {
        b"Z" | b"z" => Some(0),
        [sign @ (b'+' | b'-'), _, _, b':', _, _] => {
            let (hours, minutes) = (number(&bytes[1..3])?, number(&bytes[4..6])?);
            if hours * 60 + minutes > 18 * 60 || minutes > 59 {
                return None;
            }
            let ahead = i64::from(hours * 60 + minutes) * 60 * SECOND;
            Some(if *sign == b'-' { -ahead } else { ahead })
        }
        _ => None,
    }
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0_u32, |number, digit| digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0')))
}

/// As `java.time.LocalDate` prints it.
pub fn date_to_string(date: i64) -> String {
    let (year, month, day) = civil(date);
    match year {
        10_000.. => format!("+{year}-{month:02}-{day:02}"),
        0..10_000 => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("-{:04}-{month:02}-{day:02}", -year),
    }
}

/// RFC 3339 in UTC with six digits of the second.
pub fn timestamp_to_string(micros: i64) -> String {
    let (time, fraction) = clock(micros);
    format!("{}T{time}.{fraction:06}Z", date_to_string(micros.div_euclid(DAY)))
}

/// As Spark casts a timestamp of the session's zone to a text.
pub(super) fn local_to_string(micros: i64) -> String {
    let (time, fraction) = clock(micros);
    let mut text = format!("{} {time}", date_to_string(micros.div_euclid(DAY)));
    if fraction != 0 {
        text.push_str(format!(".{fraction:06}").trim_end_matches('0'));
    }
    text
}

/// Hours, minutes and seconds of the day as `HH:MM:SS`, and the microseconds.
fn clock(micros: i64) -> (String, i64) {
    let of_day = micros.rem_euclid(DAY);
    let seconds = of_day / SECOND;
    (format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60), of_day % SECOND)
}

#[cfg(test)]
mod tests {
    use super::{civil, date_to_string, days, parse_date, parse_timestamp, timestamp_to_string};

    #[test]
    fn days_and_dates_are_inverse() {
        for day in (-800_000..2_932_896).step_by(97) {
            let (year, month, of_month) = civil(day);
            assert_eq!(Some(day), days(year, month, of_month), "{day}");
        }
        assert_eq!((1970, 1, 1), civil(0));
        assert_eq!(("0001-01-01", "9999-12-31"), (&*date_to_string(-719_162), &*date_to_string(2_932_896)));
    }

    #[test]
    fn dates_that_the_calendar_lacks_are_refused() {
        assert_eq!(Some(19_782), parse_date("2024-02-29"));
        for text in [
            "2023-02-29",
            "2024-13-01",
            "2024-00-10",
            "2024-1-1",
            "0000-01-01",
            "2024-01-01 ",
            "20240101",
            "２024-01-01",
        ] {
            assert_eq!(None, parse_date(text), "{text}");
        }
    }

    #[test]
    fn timestamps_are_moments() {
        for (expected, text) in [
            ("2026-11-22T09:00:00.000000Z", "2026-11-22T10:00:00+01:00"),
            ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999z"),
            ("2024-03-01T00:30:00.500000Z", "2024-02-29t23:30:00.5-01:00"),
        ] {
            assert_eq!(Some(expected.to_owned()), parse_timestamp(text).map(timestamp_to_string));
        }
        for text in
            ["2026-11-22T10:00:00", "2026-11-22 10:00:00Z", "2026-11-22T24:00:00Z", "2026-11-22T10:00:00.Z", "é", ""]
                .into_iter()
                .chain(["2026-11-22T10:00:00+19:00", "2026-11-22T10:00:00.1234567Z", "2026-11-22T10:00Z"])
        {
            assert_eq!(None, parse_timestamp(text), "{text}");
        }
    }
}
