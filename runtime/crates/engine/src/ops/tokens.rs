//! Columns of tokens: lists of strings, of which some may be null.

use crate::{
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Frame, Slot, Value},
    plan::{Column, StageBuilder},
};

/// The type of a column of tokens.
pub(super) fn tokens_type() -> DataType {
    DataType::List(Box::new(DataType::String))
}

/// The column at the port `input`, which must hold tokens.
pub(super) fn read_tokens(stage: &mut StageBuilder<'_>) -> Result<Column, BundleError> {
    let input = stage.input("input", tokens_type())?;
    check_tokens(&input)?;
    Ok(input)
}

pub(super) fn check_tokens(column: &Column) -> Result<(), BundleError> {
    if column.data_type == tokens_type() {
        return Ok(());
    }
    Err(BundleError::format(format!("the column `{}` is no list of strings but {}", column.name, column.data_type)))
}

/// The tokens that a stage cannot do without: Spark raises on null.
pub(super) fn tokens(frame: &Frame, slot: Slot) -> Result<&[Value], Fault> {
    match frame.get(slot) {
        Value::List(tokens) => Ok(tokens),
        _ => Err(Fault::new("is null, but the stage needs a list")),
    }
}

/// The text of a token; `None` for null.
pub(super) fn token(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

/// A list of tokens that is filled again row after row, in the strings of the row before.
#[derive(Debug)]
pub(super) struct TokenList {
    slot: Slot,
    cells: Vec<Value>,
    filled: usize,
}

impl TokenList {
    /// Takes the list out of its column, to be filled and put back by [`Self::finish`].
    pub(super) fn take(frame: &mut Frame, slot: Slot) -> Self {
        Self { slot, cells: frame.take_list(slot), filled: 0 }
    }

    pub(super) fn push(&mut self, token: &str) {
        self.push_with(|text| text.push_str(token));
    }

    /// Appends a token that `write` writes into an empty string.
    pub(super) fn push_with(&mut self, write: impl FnOnce(&mut String)) {
        match self.cells.get_mut(self.filled) {
            Some(Value::String(text)) => {
                text.clear();
                write(text);
            }
            cell => {
                let mut text = String::new();
                write(&mut text);
                let token = Value::String(text);
                match cell {
                    Some(cell) => *cell = token,
                    None => self.cells.push(token),
                }
            }
        }
        self.filled += 1;
    }

    /// Appends a token that may be null.
    pub(super) fn push_value(&mut self, value: &Value) {
        match (value, self.cells.get_mut(self.filled)) {
            (Value::String(text), _) => return self.push(text),
            (_, Some(cell)) => *cell = Value::Null,
            (_, None) => self.cells.push(Value::Null),
        }
        self.filled += 1;
    }

    pub(super) fn finish(mut self, frame: &mut Frame) {
        self.cells.truncate(self.filled);
        frame.set(self.slot, Value::List(self.cells));
    }
}
