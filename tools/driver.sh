#!/bin/sh
# Makes sure that Playwright, which drives the browser in the tests, starts: tools/driver.sh PYTHON.
# It brings its own Node.js, which needs one library that a bare Debian does not have: libatomic1.
set -eu

python=$1
tools=$(dirname "$0")

driver_starts() {
    "$python" -m playwright --version >/dev/null 2>&1
}

driver_starts || "$tools/apt_install.sh" libatomic1 || true
driver_starts || {
    echo "Playwright, which the browser tests need, does not start:" >&2
    "$python" -m playwright --version >&2 || true
    echo "Where it misses libatomic.so.1, run this once as root, then try again: apt-get install libatomic1" >&2
    exit 1
}
