#!/bin/sh
# Writes requirements-hashed.txt anew from requirements.txt: tools/hashes.sh
# Needs uv (https://docs.astral.sh/uv), which looks up what the package index has of each pinned release.
set -eu
cd "$(dirname "$0")/.."
command -v uv >/dev/null || { echo "uv was not found, which looks up the digests; install it and try again" >&2; exit 1; }
fresh=$(mktemp)
trap 'rm -f "$fresh"' EXIT
uv pip compile requirements.txt --generate-hashes --universal --python-version 3.11 --no-annotate --no-header \
    --no-emit-index-url --quiet --output-file "$fresh"
{ sed -n '/^#/!q;p' requirements-hashed.txt; cat "$fresh"; } >"$fresh.whole"
mv "$fresh.whole" requirements-hashed.txt
