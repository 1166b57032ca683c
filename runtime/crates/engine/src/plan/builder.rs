//! Walks the pipeline, stage by stage.

use std::collections::{HashMap, HashSet};

use super::{
    Column,
    inputs::DeclaredInputs,
    model_card::read_jvm,
    stage::{Stage, StageBuilder},
};
use crate::{
    bundle::{Archive, Folder, Format, Limits, Model},
    data_type::DataType,
    digest::ModelDigest,
    error::BundleError,
    frame::Slot,
    java::Jvm,
    ops,
    tree_budget::TreeBudget,
};

/// Regular expressions of one bundle; each may take a megabyte, and milliseconds.
const REGEXES: usize = 64;
/// Cubes of the sizes of all matrices of one bundle that are decomposed at load, which takes as much as a second.
const DECOMPOSED: usize = 1 << 23;

/// Columns and stages of a bundle, in the order of execution.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) columns: Vec<Column>,
    /// Columns read from outside.
    pub(crate) inputs: Vec<Slot>,
    pub(crate) stages: Vec<Stage>,
    /// Columns that a stage takes away: no outputs of the pipeline.
    pub(crate) dropped: HashSet<Slot>,
    /// The largest vector that a row may hold.
    pub(crate) vector_size: usize,
    /// How long the replay of golden rows may take.
    pub(crate) verify_seconds: u64,
}

impl Plan {
    /// Builds the plan and the digest of the model.
    pub(crate) fn build(
        archive: &Archive,
        format: Format,
        inputs: &HashMap<String, DataType>,
        limits: &Limits,
    ) -> Result<(Self, String), BundleError> {
        let mut builder = PlanBuilder {
            columns: Vec::new(),
            by_name: HashMap::new(),
            inputs: Vec::new(),
            declared: DeclaredInputs::read(archive, inputs)?,
            jvm: read_jvm(archive)?,
            regexes: REGEXES,
            decomposed: DECOMPOSED,
            models: HashSet::new(),
            stages: Vec::new(),
            dropped: HashSet::new(),
            trees: limits.into(),
            vector_size: limits.vector_size,
            digest: ModelDigest::default(),
        };
        builder.walk(&Folder::root(archive, format, limits), limits.depth)?;
        let (declared, columns) = (&builder.declared, &builder.columns);
        builder.inputs.sort_by_key(|slot| declared.position(&columns[slot.0].name));
        let plan = Self {
            columns: builder.columns,
            inputs: builder.inputs,
            stages: builder.stages,
            dropped: builder.dropped,
            vector_size: limits.vector_size,
            verify_seconds: limits.verify_seconds,
        };
        Ok((plan, builder.digest.finish()))
    }

    pub(crate) fn column(&self, slot: Slot) -> &Column {
        &self.columns[slot.0]
    }

    /// The columns that the pipeline adds, in the order of its stages.
    pub(crate) fn added(&self) -> impl Iterator<Item = Slot> {
        let slots = self.stages.iter().flat_map(|stage| stage.outputs.iter().copied());
        slots.filter(|slot| !self.dropped.contains(slot))
    }
}

/// The plan while it grows.
pub(super) struct PlanBuilder {
    columns: Vec<Column>,
    by_name: HashMap<String, Slot>,
    inputs: Vec<Slot>,
    declared: DeclaredInputs,
    pub(super) jvm: Jvm,
    /// How many more regular expressions may be compiled.
    pub(super) regexes: usize,
    /// How much more may be decomposed.
    pub(super) decomposed: usize,
    /// The files of the models read so far.
    models: HashSet<String>,
    stages: Vec<Stage>,
    dropped: HashSet<Slot>,
    pub(super) trees: TreeBudget,
    vector_size: usize,
    pub(super) digest: ModelDigest,
}

impl PlanBuilder {
    /// Adds the stages of a node: itself, or its children in order where it is a pipeline.
    fn walk(&mut self, folder: &Folder<'_>, depth: usize) -> Result<(), BundleError> {
        let model = self.model(folder)?;
        let node = folder.node()?;
        self.digest.model(&model);
        let at_fault = |error: BundleError| error.at(folder.model_member()).in_stage(&node.name, &model.op);
        if model.op == ops::PIPELINE {
            let deeper = depth.checked_sub(1);
            let depth = deeper.ok_or_else(|| at_fault(BundleError::limit("nests too many pipelines")))?;
            for name in model.attributes.strings("nodes").map_err(at_fault)? {
                let child = folder.child(&format!("{name}.node")).map_err(at_fault)?;
                self.walk(&child, depth)?;
            }
            let dropped = model.attributes.optional_strings("dropped_columns").map_err(at_fault)?;
            return dropped.unwrap_or_default().iter().try_for_each(|name| self.drop(name)).map_err(at_fault);
        }
        self.digest.node(&node);
        let (op, build) = ops::find(&model.op).map_err(at_fault)?;
        let mut stage = StageBuilder::new(self, folder, &node, &model);
        let runner = build(&mut stage).map_err(at_fault)?;
        let stage = stage.finish(op, runner);
        self.stages.push(stage);
        Ok(())
    }

    /// The model in a folder. It may be read once: a few files that name each other several times would otherwise make
    /// any number of stages.
    pub(super) fn model(&mut self, folder: &Folder<'_>) -> Result<Model, BundleError> {
        let member = folder.model_member();
        if !self.models.insert(member.clone()) {
            return Err(BundleError::format("is named twice as a part of the pipeline").at(member));
        }
        folder.model()
    }

    /// The column a stage reads: one that exists, or an input of the whole bundle.
    pub(super) fn read(&mut self, name: &str, inferred: DataType) -> Result<Column, BundleError> {
        if let Some(slot) = self.by_name.get(name) {
            if self.dropped.contains(slot) {
                return Err(BundleError::format(format!("reads the column `{name}`, which is dropped before it")));
            }
            return Ok(self.columns[slot.0].clone());
        }
        let data_type = self.declared.data_type(name, inferred)?;
        let column = self.push(name, data_type)?;
        self.inputs.push(column.slot);
        Ok(column)
    }

    /// Takes away a column that a stage has added.
    pub(super) fn drop(&mut self, name: &str) -> Result<(), BundleError> {
        match self.by_name.get(name) {
            Some(slot) if !self.inputs.contains(slot) => {
                self.dropped.insert(*slot);
                Ok(())
            }
            _ => Err(BundleError::format(format!("drops the column `{name}`, which no earlier stage makes"))),
        }
    }

    pub(super) fn name(&self, slot: Slot) -> &str {
        &self.columns[slot.0].name
    }

    /// A column that a stage adds.
    pub(super) fn add(&mut self, name: &str, data_type: DataType) -> Result<Column, BundleError> {
        if self.by_name.contains_key(name) {
            return Err(BundleError::format(format!("writes the column `{name}`, which already exists")));
        }
        self.push(name, data_type)
    }

    /// Makes way for a column of the same name: nobody reads the one there is any more, or gets it as an output.
    ///
    /// Columns from slot `own` on stay: a stage cannot overwrite what it has added itself.
    pub(super) fn hide(&mut self, name: &str, own: Option<Slot>) {
        let Some(slot) = self.by_name.get(name).copied() else { return };
        if own.is_some_and(|own| slot.0 >= own.0) {
            return;
        }
        self.by_name.remove(name);
        if !self.inputs.contains(&slot) {
            self.dropped.insert(slot);
        }
    }

    fn push(&mut self, name: &str, data_type: DataType) -> Result<Column, BundleError> {
        if data_type.vector_size().is_some_and(|size| size > self.vector_size) {
            let reason =
                format!("the column `{name}` would be a {data_type}, allowed are {} elements", self.vector_size);
            return Err(BundleError::limit(reason));
        }
        let slot = Slot(self.columns.len());
        let column = Column { name: name.to_owned(), data_type, slot };
        self.columns.push(column.clone());
        self.by_name.insert(column.name.clone(), slot);
        Ok(column)
    }
}
