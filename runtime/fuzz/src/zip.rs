//! Mutates the members of a zip and packs them anew, so that checksums never stop a mutation.

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzzer_mutate;
use saltus_engine::{Archive, Source};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::{json, limits, random::Random};

/// One mutation in place; returns the new size. What is no zip is mutated as plain bytes.
pub fn mutate_zip(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut random = Random::new(seed);
    if random.below(16) == 0 {
        return fuzzer_mutate(data, size, max_size);
    }
    let mutated = unpack(&data[..size]).and_then(|mut members| {
        for _ in 0..=random.below(3) {
            mutate_members(&mut members, &mut random, max_size);
        }
        pack(&members)
    });
    match mutated {
        Some(bytes) if bytes.len() <= max_size => {
            data[..bytes.len()].copy_from_slice(&bytes);
            bytes.len()
        }
        _ => fuzzer_mutate(data, size, max_size),
    }
}

type Members = Vec<(String, Vec<u8>)>;

fn unpack(bytes: &[u8]) -> Option<Members> {
    let archive = Archive::read(&Source::Bytes(bytes.to_vec()), &limits()).ok()?;
    let members = archive.paths().map(|path| (path.to_owned(), archive.get(path).unwrap_or_default().to_vec()));
    Some(members.collect())
}

fn pack(members: &Members) -> Option<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (path, content) in members {
        writer.start_file(path.as_str(), options).ok()?;
        writer.write_all(content).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

fn mutate_members(members: &mut Members, random: &mut Random, max_size: usize) {
    if members.is_empty() {
        return;
    }
    let (at, other) = (random.below(members.len()), random.below(members.len()));
    match random.below(24) {
        0 => {
            members.remove(at);
        }
        1 => members[at].1 = members[other].1.clone(),
        2 => {
            let path = &members[at].0;
            let moved = path.replace(".json", ".pb");
            let moved = if moved == *path { path.replace(".pb", ".json") } else { moved };
            members[at].0 = moved;
        }
        3..12 => {
            // Structure first; where the member is no JSON, bytes.
            match json::mutate_text(&members[at].1, random) {
                Some(mutated) => members[at].1 = mutated,
                None => mutate_bytes(&mut members[at].1, max_size),
            }
        }
        _ => mutate_bytes(&mut members[at].1, max_size),
    }
}

fn mutate_bytes(content: &mut Vec<u8>, max_size: usize) {
    let size = content.len();
    let room = (size + 64).min(max_size);
    if room < size {
        return;
    }
    content.resize(room, 0);
    let mutated = fuzzer_mutate(content, size, room);
    content.truncate(mutated);
}
