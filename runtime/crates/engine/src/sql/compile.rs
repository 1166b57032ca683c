//! From the expressions of a bundle to steps over slots.

use std::borrow::Cow;

use super::{
    call::{Call, Settings},
    cell::Cell,
    expression::Expression,
    node::Node,
    registry,
};
use crate::{data_type::DataType, error::BundleError, frame::Value, json, plan::Column};

/// An expression, or a column as it is, of whatever type.
#[derive(Debug)]
pub(crate) enum Compiled {
    Column(Column),
    Expression(Expression),
}

impl Compiled {
    pub(crate) fn data_type(&self) -> &DataType {
        match self {
            Self::Column(column) => &column.data_type,
            Self::Expression(expression) => &expression.data_type,
        }
    }
}

/// Compiles expressions over the columns at the ports of a stage.
pub(crate) struct Compiler<'a> {
    pub(crate) columns: &'a [Column],
    pub(crate) settings: Settings,
}

impl Compiler<'_> {
    /// Compiles one expression in JSON.
    pub(crate) fn compile(&self, text: &str) -> Result<Compiled, BundleError> {
        let node = Node::read(text)?;
        match node.lone_column() {
            Some(port) => Ok(Compiled::Column(self.column(port)?.clone())),
            None => self.expression(node).map(Compiled::Expression),
        }
    }

    /// Compiles a condition.
    pub(crate) fn condition(&self, text: &str) -> Result<Expression, BundleError> {
        let expression = self.expression(Node::read(text)?)?;
        match expression.data_type {
            DataType::Boolean => Ok(expression),
            other => Err(BundleError::format(format!("has a condition of type {other}"))),
        }
    }

    fn expression(&self, node: Node) -> Result<Expression, BundleError> {
        if let Some(port) = node.lone_column() {
            let column = self.column(port)?;
            if !column.data_type.is_scalar() {
                let reason = format!("computes with the column `{}`, a {}", column.name, column.data_type);
                return Err(BundleError::format(reason));
            }
            return Ok(Expression::column(column.data_type.clone(), column.slot));
        }
        match node {
            Node { column: None, literal: Some(json), call: None, r#type: Some(name), arguments }
                if arguments.is_empty() =>
            {
                let data_type = scalar(&name)?;
                let value = json::decode(&json, &data_type)
                    .map_err(|reason| BundleError::format(format!("has a literal that {reason}")))?;
                Ok(Expression::literal(data_type, constant(value)))
            }
            Node { column: None, literal: None, call: Some(name), r#type: Some(data_type), arguments } => {
                let arguments = arguments.into_iter().map(|argument| self.expression(argument));
                let arguments = arguments.collect::<Result<_, _>>()?;
                self.call(&name, scalar(&data_type)?, arguments)
            }
            _ => Err(BundleError::format("has an expression that is neither a column nor a literal nor a call")),
        }
    }

    fn call(&self, name: &str, data_type: DataType, arguments: Vec<Expression>) -> Result<Expression, BundleError> {
        let build = registry::find(name)
            .ok_or_else(|| BundleError::unsupported(format!("calls the function `{}`", name.escape_debug())))?;
        let call = Call { data_type: data_type.clone(), arguments, settings: self.settings.clone() };
        let eval = build(call).map_err(|reason| BundleError::format(format!("calls `{name}`, which {reason}")))?;
        Ok(Expression::new(data_type, eval))
    }

    fn column(&self, port: usize) -> Result<&Column, BundleError> {
        self.columns
            .get(port)
            .ok_or_else(|| BundleError::format(format!("has an expression that reads port {port}, which it has not")))
    }
}

fn scalar(name: &str) -> Result<DataType, BundleError> {
    let data_type: DataType =
        name.parse().map_err(|reason| BundleError::format(format!("has an expression of an {reason}")))?;
    if data_type.is_scalar() {
        Ok(data_type)
    } else {
        Err(BundleError::format(format!("has an expression of type {data_type}")))
    }
}

fn constant(value: Value) -> Cell<'static> {
    match value {
        Value::String(text) => Cell::Text(Cow::Owned(text)),
        value => match Cell::of(&value) {
            Cell::Boolean(value) => Cell::Boolean(value),
            Cell::Integer(value) => Cell::Integer(value),
            Cell::Double(value) => Cell::Double(value),
            Cell::Decimal(value) => Cell::Decimal(value),
            Cell::Null | Cell::Text(_) => Cell::Null,
        },
    }
}
