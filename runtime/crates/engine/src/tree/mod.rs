//! Decision trees: read from MLeap's pre-order lines without recursion, walked as one flat array.

mod forest;

pub(crate) use self::forest::Forest;
use crate::{
    bundle::{Folder, Records, TreeRecord},
    categories::Categories,
    digest::ModelDigest,
    error::BundleError,
    tree_budget::TreeBudget,
};

#[derive(Debug, Clone)]
pub(crate) struct Tree {
    /// Pre-order: an internal node's left child follows it.
    nodes: Vec<Node>,
    /// The leaves' values, `leaf_size` for each.
    leaf_values: Vec<f64>,
    leaf_size: usize,
}

#[derive(Debug, Clone)]
enum Node {
    Continuous { feature: u32, right: u32, threshold: f64 },
    Categorical { feature: u32, right: u32, categories: Categories },
    Leaf { first_value: u32 },
}

impl Tree {
    /// Reads the `tree` file of a model's folder.
    pub(crate) fn read(folder: &Folder<'_>, budget: &mut TreeBudget) -> Result<Self, BundleError> {
        Self::build(folder.records("tree")?, budget)
    }

    fn build(mut records: Records<'_, TreeRecord>, budget: &mut TreeBudget) -> Result<Self, BundleError> {
        let mut tree = Self { nodes: Vec::new(), leaf_values: Vec::new(), leaf_size: 0 };
        // Internal nodes whose right child is still to come, each with its depth, innermost last.
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut depth = 0;
        let mut after_leaf = false;
        while let Some(record) = records.next() {
            let position = tree.nodes.len();
            budget.take_node().map_err(|error| records.error(error))?;
            let record = record?;
            if after_leaf {
                let (parent, above) = open.pop().ok_or_else(|| records.problem("follows the end of the tree"))?;
                tree.nodes[parent].set_right(position as u32);
                depth = above;
            }
            depth += 1;
            budget.check_depth(depth).map_err(|error| records.error(error))?;
            after_leaf = matches!(record, TreeRecord::Leaf { .. });
            if !after_leaf {
                open.push((position, depth));
            }
            let node = tree.node(record).map_err(|reason| records.problem(&reason))?;
            tree.nodes.push(node);
        }
        if !after_leaf || !open.is_empty() {
            return Err(records.error(BundleError::format("ends in the middle of a tree")));
        }
        Ok(tree)
    }

    fn node(&mut self, record: TreeRecord) -> Result<Node, String> {
        match record {
            TreeRecord::Leaf { values } => {
                if self.leaf_values.is_empty() {
                    self.leaf_size = values.len();
                }
                if values.is_empty() || values.len() != self.leaf_size {
                    return Err(format!("a leaf of {} values where {} are expected", values.len(), self.leaf_size));
                }
                let first_value =
                    u32::try_from(self.leaf_values.len()).map_err(|_| "too many leaf values".to_owned())?;
                self.leaf_values.extend(values);
                Ok(Node::Leaf { first_value })
            }
            TreeRecord::Continuous { feature, threshold } => Ok(Node::Continuous { feature, right: 0, threshold }),
            TreeRecord::Categorical { feature, is_left, count, categories } => {
                let categories = Categories::new(is_left, count, &categories)?;
                Ok(Node::Categorical { feature, right: 0, categories })
            }
        }
    }

    /// Values at the leaf that the row ends in; `features` holds at least [`Self::feature_count`] values.
    pub(crate) fn leaf(&self, features: &[f64]) -> &[f64] {
        let first = self.first_value(features);
        &self.leaf_values[first..first + self.leaf_size]
    }

    /// The leaf that the row ends in, counted from the left as Spark does.
    pub(crate) fn leaf_index(&self, features: &[f64]) -> usize {
        self.first_value(features) / self.leaf_size
    }

    /// Values at a leaf, counted from the left.
    pub(crate) fn leaf_values(&self, index: usize) -> &[f64] {
        &self.leaf_values[index * self.leaf_size..(index + 1) * self.leaf_size]
    }

    fn first_value(&self, features: &[f64]) -> usize {
        let mut position = 0;
        loop {
            let (goes_left, right) = match &self.nodes[position] {
                Node::Leaf { first_value } => return *first_value as usize,
                // NaN compares false and goes right.
                Node::Continuous { feature, right, threshold } => (features[*feature as usize] <= *threshold, *right),
                Node::Categorical { feature, right, categories } => {
                    (categories.send_left(features[*feature as usize]), *right)
                }
            };
            position = if goes_left { position + 1 } else { right as usize };
        }
    }

    /// One more than the highest feature that a split looks at.
    pub(crate) fn feature_count(&self) -> usize {
        let features = self.nodes.iter().map(|node| match node {
            Node::Continuous { feature, .. } | Node::Categorical { feature, .. } => *feature as usize + 1,
            Node::Leaf { .. } => 0,
        });
        features.max().unwrap_or(0)
    }

    pub(crate) fn leaf_size(&self) -> usize {
        self.leaf_size
    }

    /// Every leaf's values, to be rewritten in place.
    pub(crate) fn leaves_mut(&mut self) -> impl Iterator<Item = &mut [f64]> {
        self.leaf_values.chunks_exact_mut(self.leaf_size)
    }

    pub(crate) fn digest(&self, digest: &mut ModelDigest) {
        digest.count(self.nodes.len());
        for node in &self.nodes {
            match node {
                Node::Leaf { .. } => digest.count(0),
                Node::Continuous { feature, threshold, .. } => {
                    digest.count(1);
                    digest.count(*feature as usize);
                    digest.double(*threshold);
                }
                Node::Categorical { feature, categories, .. } => {
                    digest.count(2);
                    digest.count(*feature as usize);
                    categories.digest(digest);
                }
            }
        }
        for value in &self.leaf_values {
            digest.double(*value);
        }
    }
}

impl Node {
    fn set_right(&mut self, position: u32) {
        match self {
            Self::Continuous { right, .. } | Self::Categorical { right, .. } => *right = position,
            Self::Leaf { .. } => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Tree, TreeBudget};
    use crate::bundle::{Format, Records};

    pub(super) const LEAF: &str = r#"{"type":"leaf","values":[1.0,0.0]}"#;
    pub(super) const OTHER_LEAF: &str = r#"{"type":"leaf","values":[0.0,1.0]}"#;

    pub(super) fn parse(lines: &[&str]) -> Result<Tree, String> {
        let text = lines.join("\n");
        let records = Records::new("tree.json", Format::Json, text.as_bytes());
        Tree::build(records, &mut TreeBudget::new(10, 3)).map_err(|error| error.to_string())
    }

    pub(super) fn continuous(feature: u32, threshold: f64) -> String {
        format!(
            r#"{{"type":"internal","split":{{"type":"continuous","featureIndex":{feature},"threshold":{threshold}}}}}"#
        )
    }

    pub(super) fn categorical(is_left: bool, count: u32, categories: &str) -> String {
        format!(
            r#"{{"split":{{"type":"categorical","featureIndex":0,"isLeft":{is_left},"numCategories":{count},"categories":{categories}}},"type":"internal"}}"#
        )
    }

    #[test]
    fn a_row_walks_to_its_leaf() -> Result<(), String> {
        let tree = parse(&[&continuous(0, 0.5), &continuous(1, 2.0), LEAF, OTHER_LEAF, LEAF])?;
        assert_eq!(2, tree.feature_count());
        assert_eq!(&[1.0, 0.0], tree.leaf(&[0.5, 2.0]));
        assert_eq!(&[0.0, 1.0], tree.leaf(&[0.5, 2.1]));
        assert_eq!(&[0.0, 1.0], tree.leaf(&[0.0, f64::NAN]));
        assert_eq!(&[1.0, 0.0], tree.leaf(&[0.6, 9.0]));
        assert_eq!([0, 1, 2], [[0.5, 2.0], [0.5, 2.1], [0.6, 9.0]].map(|row| tree.leaf_index(&row)));
        Ok(())
    }

    #[test]
    fn categories_go_to_their_side_and_unknown_ones_as_in_spark() -> Result<(), String> {
        let (left, right) = (&[1.0, 0.0], &[0.0, 1.0]);
        let right_side = parse(&[&categorical(false, 6, "[0.0,2.0]"), LEAF, OTHER_LEAF])?;
        let left_side = parse(&[&categorical(true, 6, "[1.0]"), LEAF, OTHER_LEAF])?;
        let tie = parse(&[&categorical(false, 6, "[0.0,2.0,5.0]"), LEAF, OTHER_LEAF])?;
        assert_eq!(right, right_side.leaf(&[2.0]));
        assert_eq!(left, right_side.leaf(&[5.0]));
        assert_eq!(left, left_side.leaf(&[1.0]));
        assert_eq!(right, tie.leaf(&[5.0]));
        assert_eq!(left, tie.leaf(&[4.0]));
        for unknown in [0.5, -1.0, 6.0, f64::NAN] {
            assert_eq!(left, right_side.leaf(&[unknown]));
            assert_eq!(right, left_side.leaf(&[unknown]));
            assert_eq!(right, tie.leaf(&[unknown]));
        }
        Ok(())
    }

    #[test]
    fn a_few_of_very_many_categories_cost_little() -> Result<(), String> {
        let tree = parse(&[&categorical(true, u32::MAX, "[7.0,4000000000.0]"), LEAF, OTHER_LEAF])?;
        for (expected, value) in [(&[1.0, 0.0], 4e9), (&[1.0, 0.0], 7.0), (&[0.0, 1.0], 8.0), (&[0.0, 1.0], 1e300)] {
            assert_eq!(expected, tree.leaf(&[value]), "{value}");
        }
        Ok(())
    }

    #[test]
    fn trees_with_too_many_nodes_or_levels_are_refused() {
        let (split, other) = (continuous(0, 0.5), continuous(1, 0.5));
        assert!(parse(&[&split, &other, LEAF, LEAF, &other, LEAF, LEAF]).is_ok());
        let left = parse(&[&split, &other, &other, LEAF, LEAF, LEAF, LEAF]);
        let right = parse(&[&split, LEAF, &other, LEAF, &other, LEAF, LEAF]);
        for deep in [left, right] {
            assert!(deep.is_err_and(|reason| reason.contains("is a tree more than 3 nodes deep")));
        }
        assert!(parse(&[LEAF; 11]).is_err());
    }

    #[test]
    fn trees_that_are_cut_or_run_on_are_refused() {
        let split = continuous(0, 0.5);
        for lines in
            [vec![], vec![split.as_str()], vec![&split, LEAF], vec![LEAF, LEAF], vec!["{}"], vec!["[]"], vec![" "]]
        {
            assert!(parse(&lines).is_err(), "{lines:?}");
        }
        assert!(parse(&[&split, LEAF, r#"{"type":"leaf","values":[1.0]}"#]).is_err());
        assert!(parse(&[&categorical(true, 2, "[2.0]"), LEAF, LEAF]).is_err());
    }
}
