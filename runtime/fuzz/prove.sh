#!/bin/sh
# Shows that the fuzzers find a panic: builds one in, and fails unless each target runs into it.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
log=$(mktemp)
trap 'rm -f "$log"' EXIT

for target in reader scoring; do
  if RUST_BACKTRACE=0 FEATURES=planted-panic "$here/run.sh" "$target" "${1:-60}" >"$log" 2>&1; then
    echo "$target: the planted panic was not found in ${1:-60} seconds" >&2
    exit 1
  fi
  if ! grep -q "^planted$" "$log"; then
    echo "$target: stopped, but not at the planted panic:" >&2
    cat "$log" >&2
    exit 1
  fi
  echo "$target: found the planted panic"
done
