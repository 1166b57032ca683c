//! Runs the stages that the wanted outputs need.

use std::sync::{Arc, Mutex, PoisonError};

use crate::{
    error::{BundleError, BundleErrorKind, Fault, ScoreError},
    frame::{Flow, Frame, Slot, Value},
    plan::{Column, Plan, Stage},
};

/// Scores rows; cheap to share between threads.
#[derive(Debug)]
pub struct Scorer {
    plan: Arc<Plan>,
    /// Positions of the stages to run.
    stages: Vec<usize>,
    inputs: Vec<Slot>,
    /// Inputs that may hold a vector of any size.
    unsized_inputs: Vec<Slot>,
    outputs: Vec<Slot>,
    wanted: Arc<[bool]>,
    /// Frames not in use, with their buffers.
    idle: Mutex<Vec<Frame>>,
}

impl Scorer {
    pub(crate) fn new(plan: Arc<Plan>, outputs: Option<&[String]>) -> Result<Self, BundleError> {
        let added: Vec<Slot> = plan.added().collect();
        let outputs = match outputs {
            None => added,
            Some(names) => names.iter().map(|name| find_output(&plan, &added, name)).collect::<Result<_, _>>()?,
        };
        let mut wanted = vec![false; plan.columns.len()];
        for slot in &outputs {
            wanted[slot.0] = true;
        }
        let mut stages = Vec::new();
        for (position, stage) in plan.stages.iter().enumerate().rev() {
            if stage.drops_rows || stage.outputs.iter().any(|slot| wanted[slot.0]) {
                stages.push(position);
                for slot in &stage.inputs {
                    wanted[slot.0] = true;
                }
            }
        }
        stages.reverse();
        let inputs: Vec<Slot> = plan.inputs.iter().copied().filter(|slot| wanted[slot.0]).collect();
        let is_unsized = |slot: &Slot| plan.column(*slot).data_type.is_vector_of_any_size();
        let unsized_inputs = inputs.iter().copied().filter(is_unsized).collect();
        Ok(Self { plan, stages, inputs, unsized_inputs, outputs, wanted: wanted.into(), idle: Mutex::default() })
    }

    /// The columns a row must have.
    pub fn inputs(&self) -> impl ExactSizeIterator<Item = &Column> {
        self.inputs.iter().map(|slot| self.plan.column(*slot))
    }

    /// The columns a scored row has.
    pub fn outputs(&self) -> impl ExactSizeIterator<Item = &Column> {
        self.outputs.iter().map(|slot| self.plan.column(*slot))
    }

    /// Lends a frame whose inputs are to be filled before [`Self::run`].
    pub fn with_frame<T>(&self, work: impl FnOnce(&mut Frame) -> T) -> T {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut frame = idle.unwrap_or_else(|| Frame::new(Arc::clone(&self.wanted)));
        let result = work(&mut frame);
        // After a panic the frame is simply lost.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(frame);
        result
    }

    /// Computes the outputs from the inputs in the frame; false where Spark drops the row.
    pub fn run(&self, frame: &mut Frame) -> Result<bool, ScoreError> {
        self.run_stages(frame, |_, _| Ok(()))
    }

    /// Like [`Self::run`], and shows the frame after every stage, with the columns that the stage has added.
    pub fn run_with(
        &self,
        frame: &mut Frame,
        mut visit: impl FnMut(&str, &Column, &Frame),
    ) -> Result<bool, ScoreError> {
        self.run_stages(frame, |stage, frame| {
            for slot in stage.outputs.iter().filter(|slot| frame.wants(**slot)) {
                visit(&stage.name, self.plan.column(*slot), frame);
            }
            Ok(())
        })
    }

    pub(crate) fn run_stages<E: From<ScoreError>>(
        &self,
        frame: &mut Frame,
        mut after: impl FnMut(&Stage, &Frame) -> Result<(), E>,
    ) -> Result<bool, E> {
        self.check_sizes(frame)?;
        for position in &self.stages {
            let stage = &self.plan.stages[*position];
            match stage.runner.apply(frame) {
                Ok(Flow::Next) => after(stage, frame)?,
                Ok(Flow::Drop) => return Ok(false),
                Err(fault) => return Err(self.score_error(stage, frame, fault).into()),
            }
        }
        Ok(true)
    }

    /// A sparse vector claims any size in a few bytes, and a stage may make it dense.
    fn check_sizes(&self, frame: &Frame) -> Result<(), ScoreError> {
        for slot in &self.unsized_inputs {
            let (size, most) = (frame.get(*slot).vector_size(), self.plan.vector_size);
            if size > most {
                let reason = format!("holds a vector of {size} elements, allowed are {most}");
                return Err(ScoreError::input(&self.plan.column(*slot).name, reason).with_value(frame.get(*slot)));
            }
        }
        Ok(())
    }

    /// Whether a later stage takes the column away.
    pub(crate) fn drops(&self, slot: Slot) -> bool {
        self.plan.dropped.contains(&slot)
    }

    pub(crate) fn column(&self, slot: Slot) -> &Column {
        self.plan.column(slot)
    }

    fn score_error(&self, stage: &Stage, frame: &Frame, fault: Fault) -> ScoreError {
        let slot = match (&fault.column, &stage.inputs[..]) {
            (Some(name), inputs) => inputs.iter().copied().find(|slot| self.plan.column(*slot).name == *name),
            // An op with one input need not say which column is at fault.
            (None, [only]) => Some(*only),
            (None, _) => None,
        };
        let error = ScoreError {
            stage: Some(stage.name.clone()),
            op: Some(stage.op),
            column: fault.column.or_else(|| slot.map(|slot| self.plan.column(slot).name.clone())),
            reason: fault.reason,
            ..ScoreError::default()
        };
        match slot.map(|slot| frame.get(slot)) {
            None | Some(Value::Null) => error,
            Some(value) => error.with_value(value),
        }
    }
}

fn find_output(plan: &Plan, added: &[Slot], name: &str) -> Result<Slot, BundleError> {
    added.iter().copied().find(|slot| plan.column(*slot).name == name).ok_or_else(|| {
        let names: Vec<_> = added.iter().map(|slot| plan.column(*slot).name.as_str()).collect();
        let reason = format!("no stage makes the column `{name}`; there are: {}", names.join(", "));
        BundleError::new(BundleErrorKind::UnknownColumn, reason)
    })
}
