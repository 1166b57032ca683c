//! What a model is read from: its attributes, and the files and models in its folder.

use super::builder::PlanBuilder;
use crate::{
    bundle::{Attributes, Folder, Model},
    error::BundleError,
    tree::Tree,
};

/// A model without the node that ties it to columns.
pub(crate) struct ModelReader<'a> {
    pub(super) plan: &'a mut PlanBuilder,
    folder: &'a Folder<'a>,
    model: &'a Model,
}

impl<'a> ModelReader<'a> {
    pub(super) fn new(plan: &'a mut PlanBuilder, folder: &'a Folder<'a>, model: &'a Model) -> Self {
        Self { plan, folder, model }
    }

    pub(crate) fn op(&self) -> &'a str {
        &self.model.op
    }

    pub(crate) fn attributes(&self) -> &'a Attributes {
        &self.model.attributes
    }

    /// Path and bytes of a file beside the model, named without its extension.
    pub(crate) fn file(&self, stem: &str) -> Result<(String, &'a [u8]), BundleError> {
        self.folder.file(stem)
    }

    /// The model's own tree.
    pub(crate) fn tree(&mut self) -> Result<Tree, BundleError> {
        read_tree(self.plan, self.folder)
    }

    /// The trees of an ensemble, each a model with the given op in a folder named by the attribute `trees`.
    pub(crate) fn trees(&mut self, op: &str) -> Result<Vec<Tree>, BundleError> {
        let names = self.attributes().strings("trees")?;
        let trees = names.iter().map(|name| {
            let folder = self.folder.child(name)?;
            let model = folder.model()?;
            if model.op != op {
                return Err(BundleError::format(format!("is a `{}`, not a `{op}`", model.op.escape_default()))
                    .at(folder.model_member()));
            }
            read_tree(self.plan, &folder)
        });
        trees.collect()
    }

    /// Reads a model inside this one's folder; an error names that model's file.
    pub(crate) fn inner<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut ModelReader<'_>) -> Result<T, BundleError>,
    ) -> Result<T, BundleError> {
        let folder = self.folder.child(name)?;
        let model = folder.model()?;
        self.plan.digest.model(&model);
        read(&mut ModelReader::new(self.plan, &folder, &model)).map_err(|error| error.at(folder.model_member()))
    }
}

fn read_tree(plan: &mut PlanBuilder, folder: &Folder<'_>) -> Result<Tree, BundleError> {
    let tree = Tree::read(folder, &mut plan.tree_nodes)?;
    tree.digest(&mut plan.digest);
    Ok(tree)
}
