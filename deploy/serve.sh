#!/bin/sh
# Serves the dashboard to many people: what the container and the systemd unit run, and nothing else says how.
# Its settings are the environment variables of the README. $PYTHON is the Python of the environment to use.
set -eu
cd "$(dirname "$0")/.."
exec "${PYTHON:-python3}" -m gunicorn "$@"
