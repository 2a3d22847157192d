#!/bin/sh
# Prints the path of a Chromium for the browser tests: $CHROMIUM where it is set, else the first one found.
# Where there is none, root gets Debian's chromium installed and anyone else is told what to install.
# With --find nothing is ever installed.
set -eu

tools=$(dirname "$0")

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

# A browser counts when it starts: some systems have a "chromium-browser" that only says where to get one.
find_browser() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        if path=$(command -v "$name") && "$path" --version >/dev/null 2>&1; then
            echo "$path"
            return 0
        fi
    done
    return 1
}

if [ -n "${CHROMIUM:-}" ]; then
    "$CHROMIUM" --version >/dev/null 2>&1 || fail "CHROMIUM is set to $CHROMIUM, which does not start."
    command -v "$CHROMIUM"
    exit 0
fi

find_browser && exit 0
[ "${1:-}" = --find ] || ! "$tools/apt_install.sh" chromium || { find_browser && exit 0; }

fail "No Chromium found, which the browser tests need; looked for chromium, chromium-browser and google-chrome." \
    "On Debian, run this once as root, then try again: apt-get install chromium" \
    "Or name a Chromium or Chrome that is elsewhere: make test CHROMIUM=/path/to/chrome"
