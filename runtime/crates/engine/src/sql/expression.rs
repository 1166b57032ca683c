//! A compiled expression, and the shapes that most functions have.

use std::{borrow::Cow, fmt, marker::PhantomData};

use super::cell::{Cell, Native};
use crate::{
    data_type::DataType,
    error::Fault,
    frame::{Frame, Slot},
};

/// One step of an expression. What it returns may borrow a text from the row or from the expression.
pub(super) trait Eval: Send + Sync {
    fn eval<'a>(&'a self, frame: &'a Frame) -> Result<Cell<'a>, Fault>;
}

/// An expression, ready to be evaluated for any row.
pub(crate) struct Expression {
    pub(crate) data_type: DataType,
    /// The value of a literal.
    pub(super) literal: Option<Cell<'static>>,
    eval: Box<dyn Eval>,
}

impl Expression {
    pub(super) fn new(data_type: DataType, eval: Box<dyn Eval>) -> Self {
        Self { data_type, literal: None, eval }
    }

    pub(super) fn column(data_type: DataType, slot: Slot) -> Self {
        Self::new(data_type, Box::new(ColumnValue(slot)))
    }

    pub(super) fn literal(data_type: DataType, value: Cell<'static>) -> Self {
        Self { data_type, literal: Some(value.clone()), eval: Box::new(Literal(value)) }
    }

    pub(crate) fn eval<'a>(&'a self, frame: &'a Frame) -> Result<Cell<'a>, Fault> {
        self.eval.eval(frame)
    }

    /// Whether the expression, a condition, holds for the row.
    pub(crate) fn holds(&self, frame: &Frame) -> Result<bool, Fault> {
        Ok(self.eval(frame)?.is_true())
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expression({})", self.data_type)
    }
}

struct ColumnValue(Slot);

impl Eval for ColumnValue {
    fn eval<'a>(&'a self, frame: &'a Frame) -> Result<Cell<'a>, Fault> {
        Ok(Cell::of(frame.get(self.0)))
    }
}

struct Literal(Cell<'static>);

impl Eval for Literal {
    fn eval<'a>(&'a self, _: &'a Frame) -> Result<Cell<'a>, Fault> {
        Ok(match &self.0 {
            Cell::Text(text) => Cell::Text(Cow::Borrowed(text)),
            other => other.clone(),
        })
    }
}

/// What a function of values that are not null gives; `None` is null.
pub(super) type Outcome<R> = Result<Option<R>, Fault>;

struct Unary<A, F>(Expression, F, PhantomData<fn(A)>);

/// A function that is null for null.
pub(super) fn unary<A: Native, R: Native>(
    argument: Expression,
    function: impl Fn(A) -> Outcome<R> + Send + Sync + 'static,
) -> Box<dyn Eval> {
    Box::new(Unary(argument, function, PhantomData))
}

impl<A: Native, R: Native, F: Fn(A) -> Outcome<R> + Send + Sync> Eval for Unary<A, F> {
    fn eval<'a>(&'a self, frame: &'a Frame) -> Result<Cell<'a>, Fault> {
        let Some(argument) = A::read(&self.0.eval(frame)?) else { return Ok(Cell::Null) };
        Ok((self.1)(argument)?.map_or(Cell::Null, R::cell))
    }
}

struct Binary<A, B, F>([Expression; 2], F, PhantomData<fn(A, B)>);

/// A function of two values that is null where one of them is.
pub(super) fn binary<A: Native, B: Native, R: Native>(
    arguments: [Expression; 2],
    function: impl Fn(A, B) -> Outcome<R> + Send + Sync + 'static,
) -> Box<dyn Eval> {
    Box::new(Binary(arguments, function, PhantomData))
}

impl<A: Native, B: Native, R: Native, F: Fn(A, B) -> Outcome<R> + Send + Sync> Eval for Binary<A, B, F> {
    fn eval<'a>(&'a self, frame: &'a Frame) -> Result<Cell<'a>, Fault> {
        let [left, right] = &self.0;
        let Some(left) = A::read(&left.eval(frame)?) else { return Ok(Cell::Null) };
        let Some(right) = B::read(&right.eval(frame)?) else { return Ok(Cell::Null) };
        Ok((self.1)(left, right)?.map_or(Cell::Null, R::cell))
    }
}

struct OfText<F>(Expression, F);

/// A function of a text that is null for null.
pub(super) fn of_text<R: Native>(
    argument: Expression,
    function: impl Fn(&str) -> Outcome<R> + Send + Sync + 'static,
) -> Box<dyn Eval> {
    Box::new(OfText(argument, function))
}

impl<R: Native, F: Fn(&str) -> Outcome<R> + Send + Sync> Eval for OfText<F> {
    fn eval<'a>(&'a self, frame: &'a Frame) -> Result<Cell<'a>, Fault> {
        let Cell::Text(text) = self.0.eval(frame)? else { return Ok(Cell::Null) };
        Ok((self.1)(&text)?.map_or(Cell::Null, R::cell))
    }
}

struct ToText<A, F>(Expression, F, PhantomData<fn(A)>);

/// A text of a value, null for null.
pub(super) fn to_text<A: Native>(
    argument: Expression,
    function: impl Fn(A) -> String + Send + Sync + 'static,
) -> Box<dyn Eval> {
    Box::new(ToText(argument, function, PhantomData))
}

impl<A: Native, F: Fn(A) -> String + Send + Sync> Eval for ToText<A, F> {
    fn eval<'a>(&'a self, frame: &'a Frame) -> Result<Cell<'a>, Fault> {
        let argument = A::read(&self.0.eval(frame)?);
        Ok(argument.map_or(Cell::Null, |argument| Cell::Text(Cow::Owned((self.1)(argument)))))
    }
}
