//! Any row is scored, dropped or an error, by every bundle there is; and so it is in Arrow columns.
//!
//! An input is JSON: `{"bundle": NAME, "rows": [ROW, …]}`, with the name of a file in the folder `bundles`.

#![no_main]

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    path::PathBuf,
    sync::LazyLock,
};

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use saltus_engine::{Bundle, Scorer, Source, Value, decode_cell};
use saltus_fuzz::{check_columns, limits, mutate_json};
use serde_json::Value as Json;

/// For each bundle a scorer of all columns, and one of the last.
static SCORERS: LazyLock<BTreeMap<String, [Scorer; 2]>> = LazyLock::new(|| {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("bundles");
    let entries = fs::read_dir(&folder).expect("the script that seeds the corpus was run");
    let scorers = entries.filter_map(|entry| {
        let path = entry.ok()?.path();
        let bundle = Bundle::load(&Source::Path(path.clone()), &HashMap::new(), &limits()).ok()?;
        let last: Vec<String> = bundle.outputs().last().map(|column| column.name.clone()).into_iter().collect();
        Some((path.file_stem()?.to_str()?.to_owned(), [bundle.scorer(None).ok()?, bundle.scorer(Some(&last)).ok()?]))
    });
    let scorers: BTreeMap<_, _> = scorers.collect();
    assert!(!scorers.is_empty(), "no bundle in {}", folder.display());
    scorers
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { mutate_json(data, size, max_size, seed) });

fuzz_target!(|data: &[u8]| {
    let Ok(input) = serde_json::from_slice::<Json>(data) else { return };
    let name = input["bundle"].as_str().unwrap_or_default();
    let Some(scorers) = SCORERS.get(name) else { return };
    let rows = input["rows"].as_array().map_or(&[][..], Vec::as_slice);
    for scorer in scorers {
        let rows: Vec<Vec<Value>> = rows.iter().filter_map(|row| values(scorer, row)).collect();
        check_columns(scorer, &rows);
    }
});

/// The values of a row, in the order of the inputs.
fn values(scorer: &Scorer, row: &Json) -> Option<Vec<Value>> {
    let values = scorer.inputs().map(|column| {
        let value = decode_cell(row.get(&column.name)?, &column.data_type).ok()?;
        if cfg!(feature = "planted-panic") {
            assert!(!matches!(&value, Value::Vector(vector) if vector.values().first() == Some(&-1.0)), "planted");
        }
        // A few bytes may claim a vector of any size, which a column would hold element by element.
        (value.vector_size() <= limits().vector_size).then_some(value)
    });
    values.collect()
}
