#!/bin/sh
# Refreshes the record and writes the site as files: deploy/publish.sh FOLDER SITE [BASE-URL]
# What then copies SITE to where it is served is yours: see publish.yml for a scheduled job that does all of it.
set -u
folder=${1:?name the folder of the record} site=${2:?name the folder of the site} base=${3:-}
here=$(cd "$(dirname "$0")" && pwd) || exit 2
sh "$here/refresh.sh" "$folder"
status=$?
[ "$status" -le 1 ] || exit "$status"
folder=$(cd "$folder" && pwd) || exit 2
mkdir -p "$(dirname "$site")" && site=$(cd "$(dirname "$site")" && pwd)/$(basename "$site") || exit 2
cd "$here/.." || exit 2
"${PYTHON:-python3}" -m gradeline export "$site" --data "$folder/built" --base-url "$base" || exit 2
exit "$status"
