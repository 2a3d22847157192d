#!/usr/bin/env bash
# Looks up the pinned packages that run in service among known vulnerabilities: tools/audit.sh PYTHON
# A known vulnerability fails the check. Where no database can be reached, that is said and nothing fails.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

report=$(timeout 60 "$1" -m pip_audit -r requirements.txt --no-deps --disable-pip --format columns --progress-spinner off 2>&1)
status=$?
skipped=$(grep -c 'could not be audited' <<<"$report")
pinned=$(grep -c '==' requirements.txt)
if [ "$status" -eq 0 ] && [ "$skipped" -lt "$pinned" ]; then
    echo "Vulnerabilities: none known in $((pinned - skipped)) of $pinned pinned packages" >&2
elif grep -qE '^Found [0-9]+ known' <<<"$report"; then
    printf '%s\n' "$report" >&2
    exit 1
else
    echo 'Vulnerabilities: not checked, no database of them can be reached from here' >&2
fi
