//! `bisecting_k_means`: Spark's `BisectingKMeansModel`, a tree of centres.
//!
//! From the root a row goes to the nearest child, the first one on a tie, until it is at a leaf.
//!
//! Attributes:
//!
//! - `distance_measure`: string, `euclidean` (default) or `cosine`; unknown to MLeap

use super::{
    Op,
    distance::{Centre, Distance, nearest},
    features::read_features,
};
use crate::{
    bundle::ClusterRecord,
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot, Value},
    plan::StageBuilder,
};

#[derive(Debug)]
struct BisectingKMeans {
    /// Pre-order; the first is the root.
    nodes: Vec<Node>,
    distance: Distance,
    features: Slot,
    size: usize,
    prediction: Slot,
}

#[derive(Debug)]
struct Node {
    centre: Centre,
    cluster: i32,
    children: Vec<usize>,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let distance = Distance::read(stage.attributes())?;
    let records = stage.model().clusters()?;
    let nodes = grow(records).map_err(|reason| stage.model().tree_error(reason))?;
    let size = nodes.first().map_or(0, |root| root.centre.size());
    let features = read_features(stage, size)?.slot;
    let prediction = stage.output("prediction", DataType::Int)?;
    Ok(Box::new(BisectingKMeans { nodes, distance, features, size, prediction }))
}

/// Ties the nodes to their children without recursion, however deep the tree is.
fn grow(records: Vec<ClusterRecord>) -> Result<Vec<Node>, String> {
    let mut nodes: Vec<Node> = Vec::new();
    // Nodes with the number of children still to come, innermost last.
    let mut open: Vec<(usize, u32)> = Vec::new();
    for ClusterRecord { index, values, children, .. } in records {
        let position = nodes.len();
        if let Some((parent, missing)) = open.last_mut() {
            nodes[*parent].children.push(position);
            *missing -= 1;
        } else if position > 0 {
            return Err(format!("node {position}: follows the end of the tree"));
        }
        let size = nodes.first().map_or(values.len(), |root| root.centre.size());
        if values.len() != size {
            return Err(format!("node {position}: a centre of {} values, not {size}", values.len()));
        }
        nodes.push(Node { centre: Centre::new(values), cluster: index, children: Vec::new() });
        open.push((position, children));
        while open.last().is_some_and(|(_, missing)| *missing == 0) {
            open.pop();
        }
    }
    if nodes.is_empty() || !open.is_empty() {
        return Err("ends in the middle of a tree".to_owned());
    }
    Ok(nodes)
}

impl Op for BisectingKMeans {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let features = frame.features(self.features, Some(self.size))?;
        // Spark measures the distance to the root as well, and raises where there is none.
        nearest(self.distance, self.nodes.iter().take(1).map(|root| &root.centre), features)?;
        let mut node = &self.nodes[0];
        while !node.children.is_empty() {
            let centres = node.children.iter().map(|child| &self.nodes[*child].centre);
            node = &self.nodes[node.children[nearest(self.distance, centres, features)?]];
        }
        frame.set(self.prediction, Value::Int(node.cluster));
        Ok(Flow::Next)
    }
}

#[cfg(test)]
mod tests {
    use super::{ClusterRecord, grow};

    fn record(index: i32, children: u32) -> ClusterRecord {
        ClusterRecord { index, norm: 1.0, values: vec![1.0], children }
    }

    #[test]
    fn a_tree_is_read_in_pre_order() {
        let records = vec![record(-1, 2), record(-2, 2), record(0, 0), record(1, 0), record(2, 0)];
        let children: Vec<_> = grow(records).unwrap_or_default().into_iter().map(|node| node.children).collect();
        assert_eq!(vec![vec![1, 4], vec![2, 3], vec![], vec![], vec![]], children);
    }

    #[test]
    fn trees_that_are_cut_or_run_on_are_refused() {
        for records in [vec![], vec![record(-1, 1)], vec![record(0, 0), record(1, 0)]] {
            assert!(grow(records.clone()).is_err(), "{records:?}");
        }
    }
}
