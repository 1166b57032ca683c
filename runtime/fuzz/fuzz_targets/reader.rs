//! Any bytes are a bundle or an error.

#![no_main]

use std::collections::{HashMap, HashSet};

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use saltus_engine::{Bundle, Source, verify};
use saltus_fuzz::{limits, mutate_zip};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { mutate_zip(data, size, max_size, seed) });

fuzz_target!(|data: &[u8]| {
    let Ok(bundle) = Bundle::load(&Source::Bytes(data.to_vec()), &HashMap::new(), &limits()) else { return };
    if cfg!(feature = "planted-panic") {
        assert!(!bundle.name().ends_with(|last: char| last.is_ascii_punctuation()), "planted");
    }
    // Not the other way round: a later stage may drop a column, or take its place.
    let mut names = HashSet::new();
    for column in bundle.outputs() {
        assert!(bundle.stages().any(|stage| stage.outputs.contains(&column.name)));
        assert!(names.insert(column.name.clone()));
    }
    assert!(bundle.meta().count() <= limits().attributes);
    let _ = verify(&bundle, None);
});
