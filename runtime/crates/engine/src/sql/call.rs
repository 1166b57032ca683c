//! What a function is given to compile itself from.

use super::{
    cell::{Cell, Native},
    expression::{Eval, Expression},
    zone::Zone,
};
use crate::data_type::DataType;

/// Either the steps of a function, or what is wrong with its arguments.
pub(super) type Built = Result<Box<dyn Eval>, String>;

/// One call of a function, its arguments compiled.
pub(super) struct Call {
    pub(super) data_type: DataType,
    pub(super) arguments: Vec<Expression>,
    pub(super) settings: Settings,
}

/// What Spark's session decides, for a whole statement.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// `spark.sql.ansi.enabled`: whether an overflow raises, and does not wrap or become null.
    pub(crate) ansi: bool,
    /// `spark.sql.session.timeZone`.
    pub(crate) zone: Zone,
}

impl Call {
    /// The arguments, of which there must be `N`.
    pub(super) fn take<const N: usize>(&mut self) -> Result<[Expression; N], String> {
        let found = self.arguments.len();
        let arguments = std::mem::take(&mut self.arguments);
        arguments.try_into().map_err(|_| format!("has {found} arguments where there must be {N}"))
    }

    /// The only argument, held as `A`, where the result is held as `R`.
    pub(super) fn take_one<A: Native, R: Native>(&mut self) -> Result<Expression, String> {
        let [argument] = self.take()?;
        self.returns::<R>()?;
        held_as::<A>(&argument)?;
        Ok(argument)
    }

    /// Both arguments, held as `A`, where the result is held as `R`.
    pub(super) fn take_two<A: Native, R: Native>(&mut self) -> Result<[Expression; 2], String> {
        let arguments = self.take()?;
        self.returns::<R>()?;
        arguments.iter().try_for_each(held_as::<A>)?;
        Ok(arguments)
    }

    pub(super) fn returns<R: Native>(&self) -> Result<(), String> {
        if R::holds(&self.data_type) { Ok(()) } else { Err(format!("gives no {}", self.data_type)) }
    }

    pub(super) fn returns_text(&self) -> Result<(), String> {
        if self.data_type == DataType::String { Ok(()) } else { Err(format!("gives no {}", self.data_type)) }
    }

    /// Checks that every argument has the type of the result.
    pub(super) fn same_types<'a>(&self, arguments: impl IntoIterator<Item = &'a Expression>) -> Result<(), String> {
        arguments.into_iter().try_for_each(|argument| of_type(argument, &self.data_type))
    }
}

pub(super) fn of_type(argument: &Expression, data_type: &DataType) -> Result<(), String> {
    if argument.data_type == *data_type { Ok(()) } else { Err(misfit(argument, data_type)) }
}

pub(super) fn held_as<A: Native>(argument: &Expression) -> Result<(), String> {
    if A::holds(&argument.data_type) { Ok(()) } else { Err(format!("does not take a {}", argument.data_type)) }
}

/// A text that is known when the bundle is loaded.
pub(super) fn literal_text(argument: &Expression) -> Result<&str, String> {
    match &argument.literal {
        Some(Cell::Text(text)) => Ok(text),
        _ => Err("needs a literal text".to_owned()),
    }
}

/// An integer that is known when the bundle is loaded.
pub(super) fn literal_integer(argument: &Expression) -> Result<i64, String> {
    match argument.literal {
        Some(Cell::Integer(value)) => Ok(value),
        _ => Err("needs a literal integer".to_owned()),
    }
}

fn misfit(argument: &Expression, data_type: &DataType) -> String {
    format!("has an argument of type {} where there must be a {data_type}", argument.data_type)
}
