//! What the fuzz targets share: mutations that keep a zip a zip, and JSON JSON; rows scored as columns.

mod columns;
mod json;
mod random;
mod zip;

pub use columns::check_columns;
pub use json::mutate_json;
pub use zip::mutate_zip;

use saltus_engine::Limits;

/// Small ones, so that a run is quick and never short of memory.
pub fn limits() -> Limits {
    Limits {
        total_bytes: 4 << 20,
        members: 1000,
        ratio: 200,
        depth: 32,
        tree_nodes: 100_000,
        tree_depth: 1000,
        vector_size: 1 << 16,
        attributes: 1000,
        verify_seconds: 5,
    }
}
