//! `bisecting_k_means`: Spark's `BisectingKMeansModel`, a tree of centres.
//!
//! From the root a row goes to the nearest child, the first one on a tie, until it is at a leaf.

use serde::Deserialize;

use super::{
    Op,
    distance::{Centre, Distance, nearest},
    features::read_features,
};
use crate::{
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

/// One line of the file.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    index: i32,
    values: Vec<f64>,
    num_children: usize,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let distance = Distance::read(stage.attributes())?;
    let (member, bytes) = stage.model().file("tree")?;
    let nodes = parse(bytes).map_err(|reason| BundleError::format(reason).at(member))?;
    let size = nodes.first().map_or(0, |root| root.centre.size());
    let features = read_features(stage, size)?.slot;
    let prediction = stage.output("prediction", DataType::Int)?;
    Ok(Box::new(BisectingKMeans { nodes, distance, features, size, prediction }))
}

/// Reads the nodes without recursion, however deep the tree is.
fn parse(bytes: &[u8]) -> Result<Vec<Node>, String> {
    let mut nodes: Vec<Node> = Vec::new();
    // Nodes with the number of children still to come, innermost last.
    let mut open: Vec<(usize, usize)> = Vec::new();
    for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let position = nodes.len();
        let record: Record = serde_json::from_slice(line).map_err(|error| format!("node {position}: {error}"))?;
        if let Some((parent, missing)) = open.last_mut() {
            nodes[*parent].children.push(position);
            *missing -= 1;
        } else if position > 0 {
            return Err(format!("node {position}: follows the end of the tree"));
        }
        let size = nodes.first().map_or(record.values.len(), |root| root.centre.size());
        if record.values.len() != size {
            return Err(format!("node {position}: a centre of {} values, not {size}", record.values.len()));
        }
        nodes.push(Node { centre: Centre::new(record.values), cluster: record.index, children: Vec::new() });
        open.push((position, record.num_children));
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
    use super::parse;

    fn line(index: i32, children: usize) -> String {
        format!("{{\"index\":{index},\"norm\":1.0,\"values\":[1.0],\"numChildren\":{children}}}\n")
    }

    #[test]
    fn a_tree_is_read_in_pre_order() {
        let text = [line(-1, 2), line(-2, 2), line(0, 0), line(1, 0), line(2, 0)].concat();
        let children: Vec<_> =
            parse(text.as_bytes()).unwrap_or_default().into_iter().map(|node| node.children).collect();
        assert_eq!(vec![vec![1, 4], vec![2, 3], vec![], vec![], vec![]], children);
    }

    #[test]
    fn trees_that_are_cut_or_run_on_are_refused() {
        for lines in [vec![], vec![line(-1, 1)], vec![line(0, 0), line(1, 0)], vec!["{}".to_owned()]] {
            assert!(parse(lines.concat().as_bytes()).is_err(), "{lines:?}");
        }
    }
}
