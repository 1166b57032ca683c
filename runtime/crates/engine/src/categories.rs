//! A split of a decision tree by category.

use crate::digest::ModelDigest;

/// The categories of one side of a split; whatever is not among them goes to the other side.
#[derive(Debug, Clone)]
pub(crate) struct Categories {
    listed: CategorySet,
    go_left: bool,
}

/// A bit for each category, or, where that would be mostly zeros, the categories in order.
#[derive(Debug, Clone)]
enum CategorySet {
    Bits(Box<[u64]>),
    Sorted(Box<[u32]>),
}

impl Categories {
    pub(crate) fn new(go_left: bool, count: u32, categories: &[f64]) -> Result<Self, String> {
        let mut listed = Vec::with_capacity(categories.len());
        for &category in categories {
            let index = category as u32;
            if f64::from(index) != category || index >= count {
                return Err(format!("category {category} is not one of {count}"));
            }
            listed.push(index);
        }
        listed.sort_unstable();
        listed.dedup();
        // Spark and MLeap both keep the smaller side. On a tie Spark keeps the left one and MLeap the right one,
        // which decides where a value of neither side goes: restore Spark's choice.
        if !go_left && 2 * listed.len() == count as usize {
            let others: Vec<u32> = (0..count).filter(|category| listed.binary_search(category).is_err()).collect();
            return Ok(Self { listed: CategorySet::new(others), go_left: true });
        }
        Ok(Self { listed: CategorySet::new(listed), go_left })
    }

    pub(crate) fn send_left(&self, value: f64) -> bool {
        let category = value as u32;
        (f64::from(category) == value && self.listed.contains(category)) == self.go_left
    }

    pub(crate) fn digest(&self, digest: &mut ModelDigest) {
        digest.count(usize::from(self.go_left));
        self.listed.digest(digest);
    }
}

impl CategorySet {
    /// Of categories in ascending order.
    fn new(sorted: Vec<u32>) -> Self {
        let words = sorted.last().map_or(0, |last| *last as usize / 64 + 1);
        if words > sorted.len() + 4 {
            return Self::Sorted(sorted.into());
        }
        let mut bits = vec![0_u64; words];
        for category in sorted {
            bits[category as usize / 64] |= 1 << (category % 64);
        }
        Self::Bits(bits.into())
    }

    fn contains(&self, category: u32) -> bool {
        match self {
            Self::Bits(bits) => bits.get(category as usize / 64).is_some_and(|word| word >> (category % 64) & 1 == 1),
            Self::Sorted(sorted) => sorted.binary_search(&category).is_ok(),
        }
    }

    fn digest(&self, digest: &mut ModelDigest) {
        match self {
            Self::Bits(words) => {
                digest.count(words.len());
                words.iter().for_each(|word| digest.count(*word as usize));
            }
            Self::Sorted(sorted) => {
                digest.count(sorted.len());
                sorted.iter().for_each(|category| digest.count(*category as usize));
            }
        }
    }
}
