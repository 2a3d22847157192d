#!/bin/sh
# Prints the path of a Chromium for the browser tests: $CHROMIUM where it is set, else the first one found.
# Where there is none, root gets Debian's chromium-headless-shell installed and anyone else is told what to install.
# That one has no windows, which takes tests a quarter less of processor time. With --find nothing is ever installed.
set -eu

tools=$(dirname "$0")

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

# A browser counts when it starts: some systems have a "chromium-browser" that only says where to get one.
find_browser() {
    for name in chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable; do
        if path=$(command -v "$name") && "$path" --version >/dev/null 2>&1; then
            echo "$path"
            return 0
        fi
    done
    return 1
}

install_browser() {
    for package in chromium-headless-shell chromium; do
        "$tools/apt_install.sh" "$package" && find_browser && return 0
    done
    return 1
}

if [ -n "${CHROMIUM:-}" ]; then
    "$CHROMIUM" --version >/dev/null 2>&1 || fail "CHROMIUM is set to $CHROMIUM, which does not start."
    command -v "$CHROMIUM"
    exit 0
fi

find_browser && exit 0
[ "${1:-}" != --find ] && install_browser && exit 0

fail "No Chromium found, which the browser tests need; looked for chromium-headless-shell," \
    "chromium, chromium-browser and google-chrome." \
    "On Debian, run this once as root, then try again: apt-get install chromium-headless-shell" \
    "Or name a Chromium or Chrome that is elsewhere: make test CHROMIUM=/path/to/chrome"
