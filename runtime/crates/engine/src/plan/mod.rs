//! From the files of a bundle to a flat list of stages over numbered columns.

mod builder;
mod inputs;
mod model;
mod model_card;
mod stage;

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

pub(crate) use builder::Plan;
pub(crate) use model::ModelReader;
pub(crate) use stage::{Stage, StageBuilder};

use crate::{
    bundle::{Archive, Attributes, Format, Header, Limits, Source, check_manifest},
    data_type::DataType,
    error::BundleError,
    frame::{Slot, Value},
    scorer::Scorer,
};

/// A column of the pipeline.
#[derive(Debug, Clone)]
pub struct Column {
    pub name: String,
    pub data_type: DataType,
    pub slot: Slot,
}

/// What a stage is, for people to read.
#[derive(Debug, Clone)]
pub struct StageInfo {
    pub name: String,
    pub op: &'static str,
    pub inputs: Vec<String>,
    pub outputs: Vec<String>,
}

/// A loaded bundle: checked, and ready to give scorers.
#[derive(Debug)]
pub struct Bundle {
    name: String,
    format: Format,
    digest: String,
    plan: Arc<Plan>,
    meta: Attributes,
    notes: BTreeMap<String, Vec<u8>>,
}

impl Bundle {
    /// Reads, checks and prepares a bundle; whatever can be wrong with it is found here.
    ///
    /// `inputs` gives the types of inputs of a bundle without a feature schema; those it leaves out are inferred.
    pub fn load(source: &Source, inputs: &HashMap<String, DataType>, limits: &Limits) -> Result<Self, BundleError> {
        limits.check().map_err(BundleError::limit)?;
        let mut archive = Archive::read(source, limits)?;
        check_manifest(&archive)?;
        let Header { name, format, meta } = Header::read(&archive, limits)?;
        let (plan, digest) = Plan::build(&archive, format, inputs, limits)?;
        let notes = archive.take_folder("notes");
        Ok(Self { name, format, digest, plan: Arc::new(plan), meta, notes })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// `json` or `protobuf`.
    pub fn format(&self) -> &'static str {
        self.format.name()
    }

    /// Hex sha256 over ops, attributes and columns.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Columns the pipeline reads from outside.
    pub fn inputs(&self) -> impl Iterator<Item = &Column> {
        self.plan.inputs.iter().map(|slot| self.plan.column(*slot))
    }

    /// Columns the pipeline adds, in the order of its stages.
    pub fn outputs(&self) -> impl Iterator<Item = &Column> {
        self.plan.added().map(|slot| self.plan.column(slot))
    }

    pub fn stages(&self) -> impl Iterator<Item = StageInfo> + '_ {
        let names = |slots: &[Slot]| slots.iter().map(|slot| self.plan.column(*slot).name.clone()).collect();
        self.plan.stages.iter().map(move |stage| StageInfo {
            name: stage.name.clone(),
            op: stage.op,
            inputs: names(&stage.inputs),
            outputs: names(&stage.outputs),
        })
    }

    /// What the exporter added to `bundle.json`: tensors are flat, and what MLeap does not write (false, 0, an empty
    /// text) is null.
    pub fn meta(&self) -> impl Iterator<Item = (&str, Value)> {
        self.meta.iter().map(|(name, value)| (name, value.to_cell()))
    }

    /// Names of the files under `notes/`.
    pub fn notes(&self) -> impl Iterator<Item = &str> {
        self.notes.keys().map(String::as_str)
    }

    pub fn note(&self, name: &str) -> Option<&[u8]> {
        self.notes.get(name).map(Vec::as_slice)
    }

    /// How long the replay of golden rows may take, by the limits the bundle was loaded with.
    pub(crate) fn verify_seconds(&self) -> u64 {
        self.plan.verify_seconds
    }

    /// A scorer for the named columns, or for every column the pipeline adds.
    pub fn scorer(&self, outputs: Option<&[String]>) -> Result<Scorer, BundleError> {
        Scorer::new(Arc::clone(&self.plan), outputs)
    }
}
