//! `als`: Spark's `ALSModel`, the product of a user's and an item's factors, in floats from end to end.
//!
//! An unknown user or item gives NaN. MLeap's format has no place for `coldStartStrategy`; the attribute
//! `cold_start_strategy`, unknown to MLeap, says `drop` where Spark drops such rows, and any other whose prediction
//! is NaN.
//!
//! Attributes:
//!
//! - `rank`: integer
//! - `users`, `items`: list of integer, the ids
//! - `user_factors`, `item_factors`: list of tensor of float
//! - `cold_start_strategy`: string, `nan` (default) or `drop`; unknown to MLeap

use std::collections::HashMap;

use super::Op;
use crate::{
    bundle::Attributes,
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot, Value},
    plan::{Column, StageBuilder},
};

#[derive(Debug)]
struct Als {
    users: Side,
    items: Side,
    drops: bool,
    prediction: Slot,
}

/// The users or the items.
#[derive(Debug)]
struct Side {
    ids: Column,
    /// Where in `factors` those of an id begin.
    positions: HashMap<i32, usize>,
    factors: Vec<f32>,
    rank: usize,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let drops = match stage.attributes().optional_string("cold_start_strategy")? {
        None | Some("nan") => false,
        Some("drop") => true,
        Some(other) => {
            let other = other.escape_default();
            return Err(BundleError::attribute("cold_start_strategy", format!("is `{other}`, not nan or drop")));
        }
    };
    if drops {
        stage.drops_rows();
    }
    let users = Side::read(stage, "user")?;
    let items = Side::read(stage, "item")?;
    let prediction = stage.output("prediction", DataType::Float)?;
    Ok(Box::new(Als { users, items, drops, prediction }))
}

impl Side {
    fn read(stage: &mut StageBuilder<'_>, port: &str) -> Result<Self, BundleError> {
        let attributes: &Attributes = stage.attributes();
        let rank = attributes.size("rank")?;
        let ids = attributes.integers(&format!("{port}s"))?;
        let factors = attributes.float_vectors(&format!("{port}_factors"))?;
        if ids.len() != factors.len() || factors.iter().any(|factors| factors.len() != rank) {
            return Err(BundleError::format(format!(
                "has {} {port}s, expected are {rank} factors for each, {} are given",
                ids.len(),
                factors.len()
            )));
        }
        let positions = ids.iter().enumerate().map(|(position, id)| Ok((i32::try_from(*id)?, position * rank)));
        let positions = positions.collect::<Result<HashMap<_, _>, std::num::TryFromIntError>>();
        let positions = positions.map_err(|_| BundleError::format(format!("the id of a {port} is no int")))?;
        if positions.len() != ids.len() {
            return Err(BundleError::format(format!("has two {port}s of one id")));
        }
        let column = stage.input(port, DataType::Int)?;
        if !column.data_type.is_numeric() || column.data_type == DataType::Boolean {
            return Err(BundleError::format(format!("the column `{}` is {}", column.name, column.data_type)));
        }
        Ok(Self { ids: column, positions, factors: factors.concat(), rank })
    }

    /// The factors of the row's id, none where the model does not know it.
    fn factors(&self, frame: &Frame) -> Result<Option<&[f32]>, Fault> {
        let fault = |reason: String| Fault::new(reason).in_column(&self.ids.name);
        let id = match frame.get(self.ids.slot) {
            Value::Int(id) => *id,
            cell => {
                let id = cell.as_number().ok_or_else(|| fault("is null, which no id may be".to_owned()))?;
                if f64::from(id as i32) != id {
                    return Err(fault(format!("holds {id}, which is no int")));
                }
                id as i32
            }
        };
        Ok(self.positions.get(&id).map(|first| &self.factors[*first..first + self.rank]))
    }
}

impl Op for Als {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let prediction = match (self.users.factors(frame)?, self.items.factors(frame)?) {
            (Some(user), Some(item)) => user.iter().zip(item).fold(0.0, |sum, (user, item)| sum + user * item),
            _ => f32::NAN,
        };
        frame.set(self.prediction, Value::Float(prediction));
        Ok(if self.drops && prediction.is_nan() { Flow::Drop } else { Flow::Next })
    }
}
