#!/bin/sh
# Makes an empty virtual environment: tools/venv.sh FOLDER. $PYTHON is the Python to use (python3 unless told).
# Debian keeps what is needed for that in a package of its own, python3-venv.
set -eu

folder=$1
python=${PYTHON:-python3}
tools=$(dirname "$0")

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

can_make_environments || "$tools/apt_install.sh" python3-venv || true
can_make_environments ||
    fail "$python cannot make virtual environments: its venv or ensurepip module is missing." \
        "On Debian or Ubuntu, run this once as root, then try again: apt-get install python3-venv"

exec "$python" -m venv --clear "$folder"
