//! Records of tree files.

use super::{
    decode,
    messages::{ClusterNode, Internal, Split, SplitKind, TreeKind, TreeNode},
};
use crate::bundle::{
    records::{ClusterRecord, TreeRecord},
    value::Parsed,
};

pub(in crate::bundle) fn tree_record(message: &[u8]) -> Parsed<TreeRecord> {
    let split = match decode::<TreeNode>(message)?.kind {
        Some(TreeKind::Leaf(leaf)) => return Ok(TreeRecord::Leaf { values: leaf.values }),
        Some(TreeKind::Internal(Internal { split: Some(Split { kind: Some(split) }) })) => split,
        _ => return Err("is neither a leaf nor a split".to_owned()),
    };
    Ok(match split {
        SplitKind::Continuous(split) => {
            TreeRecord::Continuous { feature: split.feature_index, threshold: split.threshold }
        }
        SplitKind::Categorical(split) => TreeRecord::Categorical {
            feature: split.feature_index,
            is_left: split.is_left,
            count: split.num_categories,
            categories: split.categories,
        },
    })
}

pub(in crate::bundle) fn cluster_record(message: &[u8]) -> Parsed<ClusterRecord> {
    let node: ClusterNode = decode(message)?;
    Ok(ClusterRecord { index: node.index, norm: node.norm, values: node.values, children: node.num_children })
}

#[cfg(test)]
mod tests {
    use super::cluster_record;

    #[test]
    fn the_index_of_a_cluster_is_taken_modulo_two_to_the_32() {
        let short = cluster_record(&[0x08, 0xff, 0xff, 0xff, 0xff, 0x0f]);
        let long = cluster_record(&[0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]);
        assert!(short.is_ok_and(|record| record.index == -1));
        assert!(long.is_ok_and(|record| record.index == -1));
    }
}
