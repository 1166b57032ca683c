#!/bin/sh
# Packs the Python environment of a Spark cluster's executors: executors.sh UV TARGET
set -eu
uv=$1
target=$2

mkdir -p "$(dirname "$target")"
scratch=$(mktemp -d "$(dirname "$target")/.executors.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

# The versions of uv.lock; ours as files, not as links into this clone.
UV_PROJECT_ENVIRONMENT=$scratch/environment "$uv" sync --quiet --frozen --no-dev --no-editable \
    --package saltus-runtime --package saltus-schema --extra arrow
tar -cf - -C "$scratch/environment" . | gzip -1 >"$scratch/packed"
mv "$scratch/packed" "$target"
