//! The session's time zone: from moments to what its clocks show, and back, as `java.time` does.

use jiff::{
    Timestamp,
    tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase},
};

use super::calendar::DAY;

const SECOND: i64 = 1_000_000;
/// Farthest that a time zone is ahead of UTC, in seconds.
const FARTHEST: i64 = 18 * 3600;
/// Seconds of 400 years, after which the calendar repeats itself to the day of the week.
const CYCLE: i64 = 146_097 * 86_400;

/// A time zone; all times are microseconds since 1970, local ones as if the clock were UTC's.
#[derive(Debug, Clone)]
pub(crate) enum Zone {
    /// Microseconds ahead of UTC.
    Fixed(i64),
    Region(TimeZone),
}

impl Zone {
    /// A zone that is always as many seconds ahead of UTC.
    pub(crate) fn fixed(seconds: i64) -> Result<Self, String> {
        if seconds.abs() > FARTHEST {
            return Err(format!("is no offset of a time zone: {seconds}"));
        }
        Ok(Self::Fixed(seconds * SECOND))
    }

    /// A region of the IANA time zone database, such as `Europe/Berlin`.
    pub(crate) fn region(name: &str) -> Result<Self, String> {
        match TimeZoneDatabase::bundled().get(name) {
            // The database does not tell upper from lower case, Java does.
            Ok(zone) if zone.iana_name() == Some(name) => Ok(Self::Region(zone)),
            _ => Err(format!("names the time zone {:?}, which this runtime does not know", crate::excerpt(name))),
        }
    }

    /// What clocks show at a moment.
    pub(super) fn local(&self, micros: i64) -> i64 {
        match self {
            Self::Fixed(ahead) => micros.wrapping_add(*ahead),
            Self::Region(zone) => {
                let ahead = zone.to_offset(near(micros.div_euclid(SECOND)).0).seconds();
                micros.wrapping_add(i64::from(ahead) * SECOND)
            }
        }
    }

    /// The moment at which clocks show a time: the earlier of two; one that they skip is as much later as they skip.
    pub(super) fn moment(&self, local: i64) -> Option<i64> {
        match self {
            Self::Fixed(ahead) => local.checked_sub(*ahead),
            Self::Region(zone) => local.checked_sub(offset_before(zone, local).0),
        }
    }

    /// The first moment of a day: where clocks skip midnight, the moment at which they do.
    pub(super) fn start_of_day(&self, day: i64) -> i64 {
        let midnight = day.saturating_mul(DAY);
        match self {
            Self::Fixed(ahead) => midnight.wrapping_sub(*ahead),
            Self::Region(zone) => {
                let (ahead, skips) = offset_before(zone, midnight);
                let moment = midnight.wrapping_sub(ahead);
                if skips { change_before(zone, moment) } else { moment }
            }
        }
    }
}

/// A second that the database reaches and at which the same rules hold, and by how much it is earlier.
fn near(second: i64) -> (Timestamp, i64) {
    let latest = Timestamp::MAX.as_second() - CYCLE / 400;
    let beyond = (second - latest).max(0);
    let cycles = beyond.div_euclid(CYCLE) + i64::from(beyond % CYCLE > 0);
    let near = (second - cycles * CYCLE).max(Timestamp::MIN.as_second());
    (Timestamp::from_second(near).unwrap_or(Timestamp::UNIX_EPOCH), cycles * CYCLE)
}

/// By how many microseconds clocks that show a time are ahead of UTC, or were before they skipped it; and whether they did.
fn offset_before(zone: &TimeZone, local: i64) -> (i64, bool) {
    let shown = TimeZone::UTC.to_datetime(near(local.div_euclid(SECOND)).0);
    let (offset, skips) = match zone.to_ambiguous_timestamp(shown).offset() {
        AmbiguousOffset::Unambiguous { offset } => (offset, false),
        AmbiguousOffset::Gap { before, .. } => (before, true),
        AmbiguousOffset::Fold { before, .. } => (before, false),
    };
    (i64::from(offset.seconds()) * SECOND, skips)
}

/// The last change of clocks at or before a moment.
fn change_before(zone: &TimeZone, moment: i64) -> i64 {
    let (near, earlier) = near(moment.div_euclid(SECOND) + 1);
    let change = zone.preceding(near).next();
    change.map_or(moment, |change| (change.timestamp().as_second() + earlier) * SECOND)
}

#[cfg(test)]
mod tests {
    use super::Zone;
    use crate::sql::calendar::{days, local_to_string, parse_timestamp, timestamp_to_string};

    fn local(zone: &str, utc: &str) -> Option<String> {
        Some(local_to_string(Zone::region(zone).ok()?.local(parse_timestamp(utc)?)))
    }

    fn moment(zone: &str, clock: &str) -> Option<String> {
        Zone::region(zone).ok()?.moment(parse_timestamp(&format!("{clock}Z"))?).map(timestamp_to_string)
    }

    fn start(zone: &str, (year, month, day): (i64, u32, u32)) -> Option<String> {
        Some(timestamp_to_string(Zone::region(zone).ok()?.start_of_day(days(year, month, day)?)))
    }

    #[test]
    fn clocks_follow_the_rules_of_their_time() {
        for (expected, zone, utc) in [
            ("2024-03-31 01:59:59.999999", "Europe/Berlin", "2024-03-31T00:59:59.999999Z"),
            ("2024-03-31 03:00:00", "Europe/Berlin", "2024-03-31T01:00:00Z"),
            ("1890-01-01 00:53:28", "Europe/Berlin", "1890-01-01T00:00:00Z"),
            ("9999-07-01 02:00:00", "Europe/Berlin", "9999-07-01T00:00:00Z"),
            ("2024-11-03 01:30:00", "America/New_York", "2024-11-03T06:30:00Z"),
            ("2024-01-01 05:45:00", "Asia/Kathmandu", "2024-01-01T00:00:00Z"),
        ] {
            assert_eq!(Some(expected), local(zone, utc).as_deref(), "{zone} {utc}");
        }
    }

    #[test]
    fn the_same_rules_hold_for_ever() -> Result<(), String> {
        let zone = Zone::region("Europe/Berlin")?;
        let cycle = super::CYCLE * super::SECOND;
        for second in (0..super::CYCLE / 100).step_by(8 * 86_400 + 12_345) {
            let moment = (4_102_444_800 + second) * super::SECOND;
            for cycles in [1, 19, 20, 21, 22, 700] {
                assert_eq!(zone.local(moment) + cycles * cycle, zone.local(moment + cycles * cycle), "{moment}");
                assert_eq!(
                    zone.moment(moment).map(|found| found + cycles * cycle),
                    zone.moment(moment + cycles * cycle),
                    "{moment}"
                );
            }
        }
        for extreme in [i64::MIN, i64::MAX] {
            assert_eq!(zone.local(extreme).wrapping_sub(extreme).rem_euclid(super::SECOND), 0);
        }
        Ok(())
    }

    #[test]
    fn times_that_clocks_skip_or_show_twice_are_resolved_as_by_java() {
        for (expected, zone, clock) in [
            ("2024-03-31T01:30:00.000000Z", "Europe/Berlin", "2024-03-31T02:30:00"),
            ("2024-10-27T00:30:00.000000Z", "Europe/Berlin", "2024-10-27T02:30:00"),
            ("2024-03-10T07:15:00.000000Z", "America/New_York", "2024-03-10T02:15:00"),
            ("2024-11-03T05:15:00.000000Z", "America/New_York", "2024-11-03T01:15:00"),
        ] {
            assert_eq!(Some(expected), moment(zone, clock).as_deref(), "{zone} {clock}");
        }
    }

    #[test]
    fn a_day_without_midnight_starts_later() {
        for (expected, zone, day) in [
            ("2024-03-30T23:00:00.000000Z", "Europe/Berlin", (2024, 3, 31)),
            ("2018-11-04T03:00:00.000000Z", "America/Sao_Paulo", (2018, 11, 4)),
            // From 23:30 to 0:30.
            ("1919-03-31T04:30:00.000000Z", "America/Toronto", (1919, 3, 31)),
            // The whole day.
            ("2011-12-30T10:00:00.000000Z", "Pacific/Apia", (2011, 12, 30)),
        ] {
            assert_eq!(Some(expected), start(zone, day).as_deref(), "{zone}");
        }
    }

    #[test]
    fn only_regions_of_the_database_are_zones() {
        for name in ["Mars/Phobos", "europe/berlin", "", "../etc/passwd"] {
            assert!(Zone::region(name).is_err_and(|reason| reason.contains(name)), "{name}");
        }
        assert!(Zone::fixed(64_801).is_err());
    }
}
