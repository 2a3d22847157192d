#!/bin/sh
# Brings the record up to date: fetches, builds beside, compares, and only then puts the new data where they are served.
# Run it by the timer beside this file, or by any scheduler: deploy/refresh.sh FOLDER
#
# FOLDER holds `documents` (what was fetched, and what you add), `built` (the data that are served), and `changes.csv`
# (what the last run changed). Exit status: 0 new data or none needed; 1 something was refused or failed, and the rest
# is in place; 2 nothing was changed; 3 the new data withdraw judgements: a person looks at changes.csv first, and then
# runs this with GRADELINE_ACCEPT_WITHDRAWN=1.
set -u
folder=${1:?name the folder: deploy/refresh.sh FOLDER}
python=${PYTHON:-python3}
here=$(cd "$(dirname "$0")/.." && pwd) || exit 2
mkdir -p "$folder/documents" || exit 2
folder=$(cd "$folder" && pwd) || exit 2
cd "$here" || exit 2
status=0

run() {
    "$python" -m loaders "$@"
    code=$?
    [ "$code" -le 1 ] || exit 2
    [ "$code" -eq 0 ] || status=1
}

# Words of GRADELINE_FETCH are options of `fetch`.
# shellcheck disable=SC2086
run fetch --output "$folder/documents" ${GRADELINE_FETCH:-}
# What stands beside the program is the record to begin with: a first build may not have less.
[ -d "$folder/built" ] || cp -R data/built "$folder/built" || exit 2
run build "$folder/documents" data/lists --output "$folder/next" ${GRADELINE_BUILD:-}
"$python" -m loaders check "$folder/next" || exit 2
"$python" -m loaders diff "$folder/built" "$folder/next" --output "$folder/changes.csv" || exit 2
if [ -z "${GRADELINE_ACCEPT_WITHDRAWN:-}" ] && grep -q '^withdrawn,' "$folder/changes.csv"; then
    echo "$folder/changes.csv: the new data withdraw judgements; they are in $folder/next and are not served" >&2
    exit 3
fi
# The same sources from the cache, the same bytes; this one step is atomic, and refuses a smaller record once more.
run build "$folder/documents" data/lists --output "$folder/built" ${GRADELINE_BUILD:-}
rm -rf "$folder/next"
exit "$status"
