//! What an untrusted bundle may cost.

/// Bounds on what is read; a bundle beyond one of them is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Limits {
    /// Bytes of all members together, unpacked; and of the zip itself.
    pub total_bytes: u64,
    pub members: usize,
    /// Unpacked bytes for each byte of the zip, above the first 4 MiB.
    pub ratio: u64,
    /// Folders in a member's path, and pipelines in one another.
    pub depth: usize,
    /// Nodes of all trees together.
    pub tree_nodes: usize,
    /// Nodes from the root of a tree to its farthest leaf; Spark's trees end at 31.
    pub tree_depth: usize,
    /// Elements of a vector, and of whatever else a model file claims a size for.
    pub vector_size: usize,
    /// Attributes of one model.
    pub attributes: usize,
    /// How long the replay of golden rows may take.
    pub verify_seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            total_bytes: 2 << 30,
            members: 100_000,
            ratio: 200,
            depth: 32,
            tree_nodes: 50_000_000,
            tree_depth: 1000,
            vector_size: 1 << 24,
            attributes: 10_000,
            verify_seconds: 30,
        }
    }
}

impl Limits {
    /// Says what is wrong with limits that allow nothing, or more than the engine can hold.
    pub fn check(&self) -> Result<(), String> {
        // Folders are read recursively; positions in trees are 32 bits; Spark's vectors end at 2^31 - 1.
        const DEEPEST: u64 = 256;
        let most = [
            ("total_bytes", self.total_bytes, i64::MAX as u64),
            ("members", self.members as u64, u64::from(u32::MAX)),
            ("ratio", self.ratio, u64::MAX),
            ("depth", self.depth as u64, DEEPEST),
            ("tree_nodes", self.tree_nodes as u64, u64::from(u32::MAX)),
            ("tree_depth", self.tree_depth as u64, u64::from(u32::MAX)),
            ("vector_size", self.vector_size as u64, i32::MAX as u64),
            ("attributes", self.attributes as u64, u64::from(u32::MAX)),
            ("verify_seconds", self.verify_seconds, u64::from(u32::MAX)),
        ];
        match most.into_iter().find(|(_, value, most)| value == &0 || value > most) {
            Some((name, value, most)) => Err(format!("{name} is {value}, must be between 1 and {most}")),
            None => Ok(()),
        }
    }
}
