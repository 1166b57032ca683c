//! Parts of the clock, in the session's time zone.

use super::{
    calendar::DAY,
    call::{Built, Call, of_type},
    expression::unary,
};
use crate::data_type::DataType;

const SECOND: i64 = 1_000_000;

fn part(mut call: Call, part: fn(i64) -> i64) -> Built {
    let zone = call.settings.zone.clone();
    let argument = call.take_one::<i64, i64>()?;
    of_type(&argument, &DataType::Timestamp)?;
    Ok(unary(argument, move |micros: i64| Ok(Some(part(zone.local(micros).rem_euclid(DAY))))))
}

pub(super) fn hour(call: Call) -> Built {
    part(call, |of_day| of_day / (3600 * SECOND))
}

pub(super) fn minute(call: Call) -> Built {
    part(call, |of_day| of_day / (60 * SECOND) % 60)
}

pub(super) fn second(call: Call) -> Built {
    part(call, |of_day| of_day / SECOND % 60)
}
