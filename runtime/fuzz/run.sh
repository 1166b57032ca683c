#!/bin/sh
# Builds a fuzz target with the stable toolchain and runs it: run.sh TARGET SECONDS [LIBFUZZER OPTION...]
# FEATURES=planted-panic builds in a panic that the fuzzer must find.
set -eu

target=$1
seconds=$2
shift 2
here=$(cd "$(dirname "$0")" && pwd)
host=$(rustc -vV | sed -n 's/^host: //p')

# What `cargo fuzz --sanitizer none` passes to rustc: libFuzzer needs coverage, and the engine has no unsafe code
# for a sanitizer to watch.
coverage="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4
  -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table
  -Cllvm-args=-sanitizer-coverage-trace-compares -Clink-dead-code -Ccodegen-units=1"

# --target keeps the flags away from build scripts and macros.
RUSTFLAGS=$(echo $coverage) CARGO_TARGET_DIR="$here/target" cargo build --quiet --locked --release \
  --manifest-path "$here/Cargo.toml" --target "$host" --bin "$target" ${FEATURES:+--features "$FEATURES"}

corpus=$here/corpus/$target
artifacts=$here/artifacts/$target
# What is found goes into the first folder, which a proof throws away.
if [ -n "${FEATURES:-}" ]; then
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  artifacts=$scratch
fi
mkdir -p "$corpus" "$artifacts"
"$here/target/$host/release/$target" -max_total_time="$seconds" -max_len=65536 -timeout=10 -rss_limit_mb=1024 \
  -dict="$here/bundle.dict" -artifact_prefix="$artifacts/" -print_final_stats=1 "$@" ${scratch:+"$scratch"} "$corpus"
