#!/bin/sh
# Writes the two lock files anew from pyproject.toml: what Briefgen needs at run time, and that with the
# tools to build and test it. Both hold for every platform and every Python that pyproject.toml allows.
# The header and the name of the index are left out: a lock says what, not from where.
#
# Use: build_scripts/lock.sh UV [--upgrade]
set -eu
cd "$(dirname "$0")/.."
uv=$1
shift
compile() {
    "$uv" pip compile --no-config --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links "$@"
}
compile pyproject.toml --output-file requirements/runtime.lock "$@"
compile pyproject.toml --group dev --constraint requirements/runtime.lock \
    --output-file requirements/dev.lock "$@"
