//! The types of a bundle's inputs, as its feature schema declares them.

use std::collections::HashMap;

use serde::Deserialize;

use crate::{bundle::Archive, data_type::DataType, error::BundleError};

const MEMBER: &str = "notes/feature_schema.json";

#[derive(Deserialize)]
struct FeatureSchema {
    inputs: Vec<Field>,
}

#[derive(Deserialize)]
struct Field {
    name: String,
    r#type: String,
}

/// The types of inputs by name, as the bundle's feature schema or else the caller declares them.
#[derive(Default)]
pub(super) struct DeclaredInputs {
    types: HashMap<String, DataType>,
    order: HashMap<String, usize>,
    /// A feature schema names every input; without one the ops tell the types that the caller does not.
    complete: bool,
}

impl DeclaredInputs {
    pub(super) fn read(archive: &Archive, given: &HashMap<String, DataType>) -> Result<Self, BundleError> {
        let Some(bytes) = archive.get(MEMBER) else {
            return Ok(Self { types: given.clone(), ..Self::default() });
        };
        let schema: FeatureSchema = serde_json::from_slice(bytes)
            .map_err(|error| BundleError::format(format!("cannot be read: {error}")).at(MEMBER))?;
        let mut declared = Self { complete: true, ..Self::default() };
        for (position, field) in schema.inputs.into_iter().enumerate() {
            let data_type = field
                .r#type
                .parse()
                .map_err(|reason| BundleError::format(format!("input `{}` has an {reason}", field.name)).at(MEMBER))?;
            declared.order.insert(field.name.clone(), position);
            if declared.types.insert(field.name.clone(), data_type).is_some() {
                return Err(BundleError::format(format!("input `{}` is declared twice", field.name)).at(MEMBER));
            }
        }
        Ok(declared)
    }

    /// The type of an input; `inferred` is what the op that reads it would take.
    pub(super) fn data_type(&self, name: &str, inferred: DataType) -> Result<DataType, BundleError> {
        match self.types.get(name) {
            Some(data_type) => Ok(data_type.clone()),
            None if self.complete => Err(BundleError::format(format!(
                "reads the column `{name}`, which no earlier stage makes and {MEMBER} does not declare"
            ))),
            None => Ok(inferred),
        }
    }

    pub(super) fn position(&self, name: &str) -> usize {
        self.order.get(name).copied().unwrap_or(usize::MAX)
    }
}
