#!/bin/sh
# Installs one Debian package where that can be done, which is as root with apt-get: tools/apt_install.sh PACKAGE.
# Elsewhere it fails without a word, so that the caller can say what to install by hand.
set -eu

[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || exit 1

echo "Installing Debian's $1" >&2
# apt-get waits for another's lock on packages, and not for that on their lists; `make test` installs two at a time.
exec 9< /var/lib/apt && flock 9
export DEBIAN_FRONTEND=noninteractive
log=$(apt-get update -qq -o DPkg::Lock::Timeout=120 2>&1 &&
    apt-get install -qq -y --no-install-recommends -o DPkg::Lock::Timeout=120 "$1" 2>&1) || {
    printf '%s\n' "$log" >&2
    exit 1
}
