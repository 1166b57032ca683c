//! Many trees in one array, walked side by side.

use super::{Node, Tree};
use crate::categories::Categories;

/// How many trees are walked at a time: while one waits for its next node, the others go on. Ensembles mostly have a
/// multiple of it.
const GROUP: usize = 10;
/// In place of a set of categories, where a step has none.
const NONE: u32 = u32::MAX;

/// The trees of an ensemble, whose leaves all hold as many values.
#[derive(Debug)]
pub(crate) struct Forest {
    roots: Vec<Root>,
    steps: Vec<Step>,
    /// What splits by category refer to.
    categories: Vec<Categories>,
    leaf_values: Vec<f64>,
    leaf_size: usize,
}

#[derive(Debug)]
struct Root {
    position: u32,
    /// The leaves of all trees before.
    first_leaf: u32,
}

/// A split or a leaf in one small form. A walk need not ask which of them it is, nor branch on where the row goes, which
/// a processor cannot foretell.
#[derive(Debug)]
struct Step {
    /// At a leaf, its number among those of all trees.
    threshold: f64,
    feature: u32,
    /// Position of the categories, or [`NONE`].
    categories: u32,
    /// Positions of the left and of the right child; a leaf leads to itself.
    children: [u32; 2],
}

impl Forest {
    pub(crate) fn new(trees: Vec<Tree>) -> Self {
        let leaf_size = trees.first().map_or(1, Tree::leaf_size);
        let nodes = trees.iter().map(|tree| tree.nodes.len()).sum();
        let leaf_values = Vec::with_capacity(trees.iter().map(|tree| tree.leaf_values.len()).sum());
        let (roots, steps) = (Vec::with_capacity(trees.len()), Vec::with_capacity(nodes));
        let mut forest = Self { roots, steps, categories: Vec::new(), leaf_values, leaf_size };
        for tree in trees {
            forest.plant(tree);
        }
        forest
    }

    /// Nodes are never more than `u32` counts: the limit on them is no higher.
    fn plant(&mut self, tree: Tree) {
        let first = self.steps.len() as u32;
        let first_leaf = (self.leaf_values.len() / self.leaf_size) as u32;
        self.roots.push(Root { position: first, first_leaf });
        for (position, node) in (first..).zip(tree.nodes) {
            let step = match node {
                Node::Leaf { first_value } => {
                    let leaf = first_leaf + first_value / self.leaf_size as u32;
                    Step { threshold: f64::from(leaf), feature: 0, categories: NONE, children: [position; 2] }
                }
                Node::Continuous { feature, right, threshold } => {
                    Step { threshold, feature, categories: NONE, children: [position + 1, first + right] }
                }
                Node::Categorical { feature, right, categories } => {
                    let set = self.categories.len() as u32;
                    self.categories.push(categories);
                    Step { threshold: 0.0, feature, categories: set, children: [position + 1, first + right] }
                }
            };
            self.steps.push(step);
        }
        self.leaf_values.extend(tree.leaf_values);
    }

    /// How many trees there are.
    pub(crate) fn len(&self) -> usize {
        self.roots.len()
    }

    /// Values at the leaf of each tree that the row ends in.
    pub(crate) fn leaves(&self, features: &[f64]) -> impl Iterator<Item = &[f64]> {
        self.ends(features).map(|(_, leaf)| &self.leaf_values[leaf * self.leaf_size..(leaf + 1) * self.leaf_size])
    }

    /// The leaf of each tree that the row ends in, counted from the tree's left as Spark does.
    pub(crate) fn leaf_indices(&self, features: &[f64]) -> impl Iterator<Item = usize> {
        self.ends(features).map(|(root, leaf)| leaf - root.first_leaf as usize)
    }

    /// Each tree, and the number of the leaf that the row ends in.
    fn ends(&self, features: &[f64]) -> impl Iterator<Item = (&Root, usize)> {
        // Leaves look at a feature too, even where there is none.
        let features = if features.is_empty() { &[0.0] } else { features };
        self.roots.chunks(GROUP).flat_map(move |group| {
            let mut positions = [group[0].position; GROUP];
            for (position, root) in positions.iter_mut().zip(group) {
                *position = root.position;
            }
            let leaves =
                self.walk(positions, features).map(|position| self.steps[position as usize].threshold as usize);
            group.iter().zip(leaves)
        })
    }

    /// From some positions down to the leaves.
    fn walk(&self, mut positions: [u32; GROUP], features: &[f64]) -> [u32; GROUP] {
        loop {
            // Bits that change: a comparison of each position would become a branch.
            let mut moved = 0;
            for position in &mut positions {
                let next = self.next(*position, features);
                moved |= next ^ *position;
                *position = next;
            }
            if moved == 0 {
                return positions;
            }
        }
    }

    #[inline]
    fn next(&self, position: u32, features: &[f64]) -> u32 {
        let step = &self.steps[position as usize];
        let value = features[step.feature as usize];
        // NaN compares false and goes right.
        let mut goes_left = value <= step.threshold;
        if step.categories != NONE {
            goes_left = self.sends_left(step.categories, value);
        }
        step.children[usize::from(!goes_left)]
    }

    /// Apart, to keep the loop of the walk small.
    #[cold]
    #[inline(never)]
    fn sends_left(&self, categories: u32, value: f64) -> bool {
        self.categories[categories as usize].send_left(value)
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::tests::{LEAF, OTHER_LEAF, categorical, continuous, parse},
        Forest, GROUP,
    };

    #[test]
    fn every_tree_gives_the_leaf_it_gives_alone() -> Result<(), String> {
        let shapes = [
            parse(&[&continuous(0, 0.5), &continuous(1, 2.0), LEAF, OTHER_LEAF, LEAF])?,
            parse(&[OTHER_LEAF])?,
            parse(&[&categorical(true, 6, "[1.0]"), LEAF, &continuous(1, 1.0), OTHER_LEAF, LEAF])?,
        ];
        for count in [1, GROUP - 1, GROUP, 2 * GROUP + 5] {
            let trees: Vec<_> = shapes.iter().cycle().take(count).cloned().collect();
            let forest = Forest::new(trees.clone());
            assert_eq!(count, forest.len());
            for row in [[0.5, 2.0], [0.5, 2.1], [1.0, 1.0], [1.0, f64::NAN], [f64::NAN, 0.0], [9.0, 9.0]] {
                let indices: Vec<_> = trees.iter().map(|tree| tree.leaf_index(&row)).collect();
                assert_eq!(indices, forest.leaf_indices(&row).collect::<Vec<_>>(), "{row:?}");
                let leaves: Vec<_> = trees.iter().map(|tree| tree.leaf(&row)).collect();
                assert_eq!(leaves, forest.leaves(&row).collect::<Vec<_>>(), "{row:?}");
            }
        }
        Ok(())
    }

    #[test]
    fn leaves_alone_need_no_features() -> Result<(), String> {
        let forest = Forest::new(vec![parse(&[LEAF])?, parse(&[OTHER_LEAF])?]);
        assert_eq!(vec![&[1.0, 0.0], &[0.0, 1.0]], forest.leaves(&[]).collect::<Vec<_>>());
        Ok(())
    }
}
