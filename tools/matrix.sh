#!/usr/bin/env bash
# Runs the tests that need no browser on each Python from 3.11 to 3.13 that is installed: tools/matrix.sh [pytest's words]
# Each has an environment of its own in .venv-3.x. With --list it says which ones there are. One that is absent is said,
# and is no failure; that a Python fails, is.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# A name on the path is a Python only when it starts: pyenv has names for those that are not chosen.
find_python() {
    local place
    for place in "python$1" "${PYENV_ROOT:-$HOME/.pyenv}/versions/$1".*/bin/python; do
        "$place" -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$1')" 2>/dev/null && { echo "$place"; return; }
    done
    return 1
}

status=0
for version in 3.11 3.12 3.13; do
    if ! python=$(find_python "$version"); then
        echo "$version: not installed here"
    elif [ "${1:-}" = --list ]; then
        echo "$version: $python"
    else
        echo "$version: $python"
        folder=.venv-$version
        { [ -x "$folder/bin/python" ] || PYTHON=$python tools/venv.sh "$folder"; } &&
            "$folder/bin/python" -m pip --disable-pip-version-check --quiet install -r requirements-dev.txt &&
            "$folder/bin/python" -m pytest -q -m 'not browser' "$@" || { echo "$version: failed"; status=1; }
    fi
done
exit "$status"
