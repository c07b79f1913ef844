#!/bin/sh
# What the tests need beyond Python: a Chromium, and PostgreSQL's server. Found where they are, installed with apt-get
# where that is possible, named clearly where it is not.
set -eu
missing=""
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || missing="$missing chromium"
command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
[ -n "$missing" ] || exit 0
if command -v apt-get >/dev/null; then
    run=""
    [ "$(id -u)" = 0 ] || run="sudo -n"
    echo "installing for the tests:$missing"
    # shellcheck disable=SC2086
    $run apt-get update -qq && $run apt-get install -y -qq --no-install-recommends $missing >/dev/null && exit 0
fi
echo "not found and not installed:$missing. The tests that need them will say so; install them with your system's package manager." >&2
[ -z "${CI:-}" ] || exit 1
