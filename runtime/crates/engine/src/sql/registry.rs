//! The functions, by the names under which a bundle calls them.

use super::{
    arithmetic,
    call::{Built, Call},
    cast, comparison, conditional, dates, logic, math, patterns, rounding, text, timestamps,
};

type Build = fn(Call) -> Built;

const REGISTRY: &[(&str, Build)] = &[
    // arithmetic
    ("add", arithmetic::add),
    ("subtract", arithmetic::subtract),
    ("multiply", arithmetic::multiply),
    ("divide", arithmetic::divide),
    ("div", arithmetic::div),
    ("remainder", arithmetic::remainder),
    ("pmod", arithmetic::pmod),
    ("negate", arithmetic::negate),
    ("abs", arithmetic::abs),
    // comparison
    ("equal", comparison::equal),
    ("null_safe_equal", comparison::null_safe_equal),
    ("less", comparison::less),
    ("less_equal", comparison::less_equal),
    ("greater", comparison::greater),
    ("greater_equal", comparison::greater_equal),
    ("in", comparison::is_in),
    ("least", comparison::least),
    ("greatest", comparison::greatest),
    // logic
    ("and", logic::and),
    ("or", logic::or),
    ("not", logic::not),
    ("is_null", logic::is_null),
    ("is_nan", logic::is_nan),
    // conditions
    ("null", conditional::null),
    ("case", conditional::case),
    ("coalesce", conditional::coalesce),
    ("nanvl", conditional::nanvl),
    // numbers
    ("ceil", rounding::ceil),
    ("floor", rounding::floor),
    ("round", rounding::round),
    ("bround", rounding::bround),
    ("sign", math::sign),
    ("sqrt", math::sqrt),
    ("cbrt", math::cbrt),
    ("exp", math::exp),
    ("expm1", math::expm1),
    ("ln", math::ln),
    ("log10", math::log10),
    ("log2", math::log2),
    ("log1p", math::log1p),
    ("log", math::log),
    ("pow", math::pow),
    ("sin", math::sin),
    ("cos", math::cos),
    ("tan", math::tan),
    ("asin", math::asin),
    ("acos", math::acos),
    ("atan", math::atan),
    ("atan2", math::atan2),
    ("sinh", math::sinh),
    ("cosh", math::cosh),
    ("tanh", math::tanh),
    ("radians", math::radians),
    ("degrees", math::degrees),
    // types
    ("cast", cast::cast),
    ("try_cast", cast::try_cast),
    // texts
    ("lower", text::lower),
    ("upper", text::upper),
    ("trim", text::trim),
    ("ltrim", text::ltrim),
    ("rtrim", text::rtrim),
    ("length", text::length),
    ("substring", text::substring),
    ("concat", text::concat),
    ("concat_ws", text::concat_ws),
    ("like", patterns::like),
    ("startswith", patterns::startswith),
    ("endswith", patterns::endswith),
    ("contains", patterns::contains),
    // dates and times
    ("year", dates::year),
    ("quarter", dates::quarter),
    ("month", dates::month),
    ("day", dates::day),
    ("dayofweek", dates::dayofweek),
    ("weekday", dates::weekday),
    ("dayofyear", dates::dayofyear),
    ("weekofyear", dates::weekofyear),
    ("date_add", dates::date_add),
    ("date_diff", dates::date_diff),
    ("hour", timestamps::hour),
    ("minute", timestamps::minute),
    ("second", timestamps::second),
];

/// How to compile a call of the function.
pub(super) fn find(name: &str) -> Option<Build> {
    REGISTRY.iter().find(|(known, _)| *known == name).map(|(_, build)| *build)
}
