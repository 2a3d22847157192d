#!/bin/sh
# Serves the dashboard to many people: what the container and the systemd unit run, and but for `make serve` nothing else.
# Its settings are the environment variables of the README. $PYTHON is the Python of the environment to use.
set -eu
# The C library keeps a heap for each thread: with many, what replaced data leave free there is not used again.
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}"
cd "$(dirname "$0")/.."
exec "${PYTHON:-python3}" -m gunicorn "$@"
