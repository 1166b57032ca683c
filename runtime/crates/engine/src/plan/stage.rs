//! One stage: what an op is given to build itself from, and what it becomes.

use super::{Column, ModelReader, builder::PlanBuilder};
use crate::{
    bundle::{Attributes, Folder, Model, Node, Socket},
    data_type::DataType,
    error::BundleError,
    frame::Slot,
    java::{JavaRegex, Jvm},
    ops::Op,
};

/// A stage ready to run.
#[derive(Debug)]
pub(crate) struct Stage {
    pub(crate) name: String,
    pub(crate) op: &'static str,
    pub(crate) inputs: Vec<Slot>,
    pub(crate) outputs: Vec<Slot>,
    /// Such a stage runs even where nobody wants its outputs.
    pub(crate) drops_rows: bool,
    pub(crate) runner: Box<dyn Op>,
}

/// What an op reads while it is built: its model, and the ports of its node.
pub(crate) struct StageBuilder<'a> {
    model: ModelReader<'a>,
    node: &'a Node,
    inputs: Vec<Slot>,
    outputs: Vec<Slot>,
    drops_rows: bool,
    overwrites: bool,
}

impl<'a> StageBuilder<'a> {
    pub(super) fn new(plan: &'a mut PlanBuilder, folder: &'a Folder<'a>, node: &'a Node, model: &'a Model) -> Self {
        let model = ModelReader::new(plan, folder, model).of_node(node);
        Self { model, node, inputs: Vec::new(), outputs: Vec::new(), drops_rows: false, overwrites: false }
    }

    pub(super) fn finish(self, op: &'static str, runner: Box<dyn Op>) -> Stage {
        let Self { inputs, outputs, drops_rows, .. } = self;
        Stage { name: self.node.name.clone(), op, inputs, outputs, drops_rows, runner }
    }

    pub(crate) fn attributes(&self) -> &'a Attributes {
        self.model.attributes()
    }

    /// The model, apart from its ports.
    pub(crate) fn model(&mut self) -> &mut ModelReader<'a> {
        &mut self.model
    }

    /// The JVM that the pipeline was fitted with.
    pub(crate) fn jvm(&self) -> &Jvm {
        &self.model.plan.jvm
    }

    /// A regular expression in Java's syntax.
    pub(crate) fn regex(&mut self, pattern: &str) -> Result<JavaRegex, BundleError> {
        let left = self.model.plan.regexes.checked_sub(1);
        self.model.plan.regexes = left.ok_or_else(|| BundleError::fixed_limit("is one regular expression too many"))?;
        JavaRegex::new(pattern, &self.model.plan.jvm)
    }

    /// Announces that square matrices of one size will be decomposed, which takes time.
    pub(crate) fn decompose(&mut self, count: usize, size: usize) -> Result<(), BundleError> {
        let cost = size.checked_pow(3).and_then(|cube| cube.checked_mul(count));
        let left = cost.and_then(|cost| self.model.plan.decomposed.checked_sub(cost));
        self.model.plan.decomposed = left.ok_or_else(|| {
            BundleError::fixed_limit(format!("has {count} matrices of {size} by {size} too many to decompose"))
        })?;
        Ok(())
    }

    /// Declares that Spark filters rows out at this stage.
    pub(crate) fn drops_rows(&mut self) {
        self.drops_rows = true;
    }

    /// Lets the outputs take the place of columns with their names. To be called when all inputs are known.
    pub(crate) fn overwrites(&mut self) {
        self.overwrites = true;
    }

    /// Takes columns of earlier stages away: the pipeline does not give them.
    pub(crate) fn drop_columns(&mut self, names: &[String]) -> Result<(), BundleError> {
        names.iter().try_for_each(|name| self.model.plan.drop(name))
    }

    /// The column at an input port. `inferred` is its type where the bundle does not declare its inputs.
    pub(crate) fn input(&mut self, port: &str, inferred: DataType) -> Result<Column, BundleError> {
        let socket = find(&self.node.shape.inputs, port).ok_or_else(|| missing_port("input", port))?;
        let column = self.model.plan.read(&socket.name, inferred)?;
        self.inputs.push(column.slot);
        Ok(column)
    }

    /// The columns at `input0`, `input1`, …; a lone `input` is the older form of `input0`.
    pub(crate) fn inputs(&mut self, inferred: impl Fn(usize) -> DataType) -> Result<Vec<Column>, BundleError> {
        if self.has_input("input") {
            return Ok(vec![self.input("input", inferred(0))?]);
        }
        (0..self.node.shape.inputs.len())
            .map(|position| self.input(&format!("input{position}"), inferred(position)))
            .collect()
    }

    pub(crate) fn has_input(&self, port: &str) -> bool {
        find(&self.node.shape.inputs, port).is_some()
    }

    pub(crate) fn output(&mut self, port: &str, data_type: DataType) -> Result<Slot, BundleError> {
        self.optional_output(port, data_type)?.ok_or_else(|| missing_port("output", port))
    }

    /// `None` where the node has no such port: Spark's column parameter was empty.
    pub(crate) fn optional_output(&mut self, port: &str, data_type: DataType) -> Result<Option<Slot>, BundleError> {
        let Some(socket) = find(&self.node.shape.outputs, port) else { return Ok(None) };
        let plan = &mut *self.model.plan;
        if self.overwrites {
            plan.hide(&socket.name, self.outputs.first().copied());
        }
        let column = plan.add(&socket.name, data_type)?;
        self.outputs.push(column.slot);
        Ok(Some(column.slot))
    }

    /// The names of the outputs so far, in the order of the slots.
    pub(crate) fn output_names(&self) -> Vec<String> {
        self.outputs.iter().map(|slot| self.model.plan.name(*slot).to_owned()).collect()
    }

    /// The columns at `output0`, `output1`, …, one for each type given; a lone `output` is the older form.
    pub(crate) fn outputs(&mut self, types: Vec<DataType>) -> Result<Vec<Slot>, BundleError> {
        if let (Some(_), [only]) = (find(&self.node.shape.outputs, "output"), types.as_slice()) {
            return Ok(vec![self.output("output", only.clone())?]);
        }
        types
            .into_iter()
            .enumerate()
            .map(|(position, data_type)| self.output(&format!("output{position}"), data_type))
            .collect()
    }
}

fn find<'a>(sockets: &'a [Socket], port: &str) -> Option<&'a Socket> {
    sockets.iter().find(|socket| socket.port == port)
}

fn missing_port(direction: &str, port: &str) -> BundleError {
    BundleError::format(format!("its node has no {direction} port `{port}`"))
}
