//! Parts of dates, and days between them.

use super::{
    calendar::{civil, days},
    call::{Built, Call, of_type},
    expression::{binary, unary},
};
use crate::data_type::DataType;

/// A part of a date, which is counted in days since 1970.
fn part(mut call: Call, part: fn(i64) -> i64) -> Built {
    let argument = call.take_one::<i64, i64>()?;
    of_type(&argument, &DataType::Date)?;
    Ok(unary(argument, move |date: i64| Ok(Some(part(date)))))
}

pub(super) fn year(call: Call) -> Built {
    part(call, |date| civil(date).0)
}

pub(super) fn quarter(call: Call) -> Built {
    part(call, |date| i64::from((civil(date).1 - 1) / 3 + 1))
}

pub(super) fn month(call: Call) -> Built {
    part(call, |date| civil(date).1.into())
}

/// Of the month.
pub(super) fn day(call: Call) -> Built {
    part(call, |date| civil(date).2.into())
}

/// 1 is Sunday.
pub(super) fn dayofweek(call: Call) -> Built {
    part(call, |date| (date + 4).rem_euclid(7) + 1)
}

/// 0 is Monday.
pub(super) fn weekday(call: Call) -> Built {
    part(call, monday_based)
}

fn monday_based(date: i64) -> i64 {
    (date + 3).rem_euclid(7)
}

pub(super) fn dayofyear(call: Call) -> Built {
    part(call, day_of_year)
}

fn day_of_year(date: i64) -> i64 {
    let (year, ..) = civil(date);
    date - days(year, 1, 1).unwrap_or(date) + 1
}

/// Of ISO 8601: the week that has the year's first Thursday is the first.
pub(super) fn weekofyear(call: Call) -> Built {
    part(call, |date| (day_of_year(date - monday_based(date) + 3) - 1) / 7 + 1)
}

/// A date so many days later.
pub(super) fn date_add(mut call: Call) -> Built {
    let arguments = call.take_two::<i64, i64>()?;
    of_type(&arguments[0], &DataType::Date)?;
    of_type(&arguments[1], &DataType::Int)?;
    of_result(&call, &DataType::Date)?;
    Ok(binary(arguments, |date: i64, days: i64| Ok(Some(i64::from((date as i32).wrapping_add(days as i32))))))
}

/// The days from the second date to the first.
pub(super) fn date_diff(mut call: Call) -> Built {
    let arguments = call.take_two::<i64, i64>()?;
    arguments.iter().try_for_each(|argument| of_type(argument, &DataType::Date))?;
    of_result(&call, &DataType::Int)?;
    Ok(binary(arguments, |end: i64, start: i64| Ok(Some(i64::from((end as i32).wrapping_sub(start as i32))))))
}

fn of_result(call: &Call, data_type: &DataType) -> Result<(), String> {
    if call.data_type == *data_type { Ok(()) } else { Err(format!("gives no {}", call.data_type)) }
}
