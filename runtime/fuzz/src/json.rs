//! Mutates a JSON text by its structure.

use libfuzzer_sys::fuzzer_mutate;
use serde_json::{Value as Json, json};

use crate::random::Random;

/// One mutation in place; returns the new size. What is no JSON is mutated as plain bytes.
pub fn mutate_json(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut random = Random::new(seed);
    if random.below(4) > 0
        && let Some(text) = mutate_text(&data[..size], &mut random)
        && text.len() <= max_size
    {
        data[..text.len()].copy_from_slice(&text);
        return text.len();
    }
    fuzzer_mutate(data, size, max_size)
}

/// The text with one of its values replaced, doubled, removed or moved.
pub(crate) fn mutate_text(text: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    let mut json: Json = serde_json::from_slice(text).ok()?;
    let count = count(&json);
    let donor = nth(&mut json, &mut random.below(count))?.clone();
    let target = nth(&mut json, &mut random.below(count))?;
    mutate(target, donor, random);
    serde_json::to_vec(&json).ok()
}

fn count(json: &Json) -> usize {
    1 + match json {
        Json::Array(elements) => elements.iter().map(count).sum(),
        Json::Object(members) => members.values().map(count).sum(),
        _ => 0,
    }
}

/// The value at a position in depth-first order.
fn nth<'a>(json: &'a mut Json, position: &mut usize) -> Option<&'a mut Json> {
    if *position == 0 {
        return Some(json);
    }
    *position -= 1;
    match json {
        Json::Array(elements) => elements.iter_mut().find_map(|element| nth(element, position)),
        Json::Object(members) => members.values_mut().find_map(|member| nth(member, position)),
        _ => None,
    }
}

fn mutate(target: &mut Json, donor: Json, random: &mut Random) {
    match (random.below(8), &mut *target) {
        (0, _) => *target = donor,
        (1, Json::Array(elements)) => elements.push(donor),
        (2, Json::Array(elements)) => {
            elements.pop();
        }
        (1 | 2, Json::Object(members)) => {
            let names: Vec<String> = members.keys().cloned().collect();
            if let Some(name) = names.get(random.below(names.len())) {
                members.remove(name);
            }
        }
        (3, Json::Array(elements)) => elements.clear(),
        // An expression of SQL, for one, is JSON inside a text.
        (3..7, Json::String(text)) if text.starts_with('{') => match mutate_text(text.as_bytes(), random) {
            Some(inner) => *text = String::from_utf8_lossy(&inner).into_owned(),
            None => text.clear(),
        },
        (3..6, Json::String(text)) => text.push(char::from((random.below(95) + 32) as u8)),
        (3..6, Json::Number(number)) => *target = neighbour(number, random),
        _ => *target = interesting(random),
    }
}

fn neighbour(number: &serde_json::Number, random: &mut Random) -> Json {
    match number.as_i64() {
        Some(whole) => json!(whole.wrapping_add(random.below(5) as i64 - 2)),
        None => {
            let value = number.as_f64().unwrap_or_default();
            json!(*random.pick(&[-value, value * 2.0, value.trunc(), value + 1.0, value * 1e300]))
        }
    }
}

fn interesting(random: &mut Random) -> Json {
    let choices = [
        Json::Null,
        json!({}),
        json!([]),
        json!(true),
        json!(0),
        json!(-1),
        json!(-0.0),
        json!(0.5),
        json!(65_535),
        json!(65_536),
        json!(i32::MAX),
        json!(i32::MIN),
        json!(i64::from(i32::MAX) + 1),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(f64::MAX),
        json!(-f64::MAX),
        json!(5e-324),
        json!("NaN"),
        json!("Infinity"),
        json!("-Infinity"),
        json!(""),
        json!("\u{1f600}é\0"),
        json!("keep"),
        json!("skip"),
        json!("error"),
        json!({"type": "list"}),
        json!({"double": 1.0}),
        json!({"type": "dense", "values": [1.0, "NaN"]}),
        json!({"type": "sparse", "size": 3, "indices": [], "values": []}),
        json!({"type": "sparse", "size": 4_000_000_000_u64, "indices": [0], "values": [1.0]}),
        json!({"type": "tensor", "double": [], "shape": {"dimensions": [{"size": 0, "name": ""}, {"size": 9, "name": ""}]}}),
    ];
    random.pick(&choices).clone()
}
