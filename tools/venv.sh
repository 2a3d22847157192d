#!/bin/sh
# Makes an empty virtual environment: tools/venv.sh FOLDER. $PYTHON is the Python to use (python3 unless told).
# Debian keeps what is needed for that in a package of its own, python3-venv: root gets it installed,
# anyone else is told.
set -eu

folder=$1
python=${PYTHON:-python3}

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

can_make_environments() {
    "$python" -c 'import ensurepip, venv' 2>/dev/null
}

command -v "$python" >/dev/null ||
    fail "$python was not found. Gradeline needs Python 3.11 or newer; name it with: make PYTHON=/path/to/python3"

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "$python is $("$python" --version 2>&1); Gradeline needs 3.11 or newer." \
        "Name another one with: make PYTHON=/path/to/python3.11"

if ! can_make_environments && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "$python cannot make virtual environments yet: installing Debian's python3-venv" >&2
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq && apt-get install -qq -y --no-install-recommends python3-venv; } >&2 || true
fi
can_make_environments ||
    fail "$python cannot make virtual environments: its venv or ensurepip module is missing." \
        "On Debian or Ubuntu, run this once as root, then try again: apt-get install python3-venv"

exec "$python" -m venv --clear "$folder"
