//! What a model is read from: its attributes, and the files and models in its folder.

use super::builder::PlanBuilder;
use crate::{
    bundle::{Attributes, ClusterRecord, Folder, Model, Node},
    error::BundleError,
    tree::Tree,
};

/// A model without the node that ties it to columns.
pub(crate) struct ModelReader<'a> {
    pub(super) plan: &'a mut PlanBuilder,
    folder: &'a Folder<'a>,
    model: &'a Model,
    by_scikit_learn: bool,
}

impl<'a> ModelReader<'a> {
    pub(super) fn new(plan: &'a mut PlanBuilder, folder: &'a Folder<'a>, model: &'a Model) -> Self {
        Self { plan, folder, model, by_scikit_learn: false }
    }

    /// The same for a model with a node.
    pub(super) fn of_node(mut self, node: &Node) -> Self {
        self.by_scikit_learn = node.is_by_scikit_learn(&self.model.op);
        self
    }

    /// Whether MLeap's exporter for scikit-learn wrote it, which differs from the one for Spark. This is known by the
    /// name of the node, which has no other part in the digest.
    pub(crate) fn is_by_scikit_learn(&mut self) -> bool {
        if self.by_scikit_learn {
            self.plan.digest.text("scikit-learn");
        }
        self.by_scikit_learn
    }

    pub(crate) fn op(&self) -> &'a str {
        &self.model.op
    }

    pub(crate) fn attributes(&self) -> &'a Attributes {
        &self.model.attributes
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
            let model = self.plan.model(&folder)?;
            if model.op != op {
                return Err(BundleError::format(format!("is a `{}`, not a `{op}`", model.op.escape_default()))
                    .at(folder.model_member()));
            }
            read_tree(self.plan, &folder)
        });
        trees.collect()
    }

    /// The nodes of a bisecting k-means' tree, in pre-order.
    pub(crate) fn clusters(&mut self) -> Result<Vec<ClusterRecord>, BundleError> {
        let mut records = self.folder.records("tree")?;
        let mut clusters = Vec::new();
        while let Some(record) = records.next() {
            let record: ClusterRecord = record?;
            self.plan.trees.take_node().map_err(|error| records.error(error))?;
            self.plan.digest.cluster(record.index, record.norm, &record.values, record.children);
            clusters.push(record);
        }
        Ok(clusters)
    }

    /// An error about the model's tree.
    pub(crate) fn tree_error(&self, reason: String) -> BundleError {
        BundleError::format(reason).at(self.folder.member("tree"))
    }

    /// Reads a model inside this one's folder; an error names that model's file.
    pub(crate) fn inner<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut ModelReader<'_>) -> Result<T, BundleError>,
    ) -> Result<T, BundleError> {
        let folder = self.folder.child(name)?;
        let model = self.plan.model(&folder)?;
        self.plan.digest.model(&model);
        read(&mut ModelReader::new(self.plan, &folder, &model)).map_err(|error| error.at(folder.model_member()))
    }
}

fn read_tree(plan: &mut PlanBuilder, folder: &Folder<'_>) -> Result<Tree, BundleError> {
    let tree = Tree::read(folder, &mut plan.trees)?;
    tree.digest(&mut plan.digest);
    Ok(tree)
}
