#!/bin/sh
# Prints the path of a Chromium for the browser tests: $CHROMIUM where it is set, else the first one found.
# Where there is none, root gets Debian's chromium installed and anyone else is told what to install.
# With --find nothing is ever installed.
set -eu

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

if [ "${1:-}" != --find ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "No Chromium found: installing Debian's chromium for the browser tests" >&2
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium; } >&2 || true
    find_browser && exit 0
fi

fail "No Chromium found, which the browser tests need; looked for chromium, chromium-browser and google-chrome." \
    "On Debian, run this once as root, then try again: apt-get install chromium" \
    "Or name a Chromium or Chrome that is elsewhere: make test CHROMIUM=/path/to/chrome"
