#!/bin/sh
# What the tests need beyond Python: a Chromium, and PostgreSQL's server. Found where they are; else installed with apt-get;
# else Chromium from Playwright's own download. What is still missing is named, and fails the run where CI is set.
set -eu
chromium() { "$PYTHON" -c 'from tests.running import chromium_path; chromium_path()' 2>/dev/null; }
postgresql() { "$PYTHON" -c 'from tests.conftest import postgresql_programs as found; import sys; sys.exit(found() is None)' 2>/dev/null; }
missing=""
chromium || missing="$missing chromium"
postgresql || missing="$missing postgresql"
[ -n "$missing" ] || exit 0
if command -v apt-get >/dev/null; then
    run=""
    [ "$(id -u)" = 0 ] || run="sudo -n"
    echo "installing for the tests:$missing"
    # shellcheck disable=SC2086
    { $run apt-get update -qq && $run apt-get install -y -qq --no-install-recommends $missing >/dev/null; } || true
fi
chromium || "$PYTHON" -m playwright install chromium || true
chromium || echo "no Chromium was found or installed: the browser tests will fail" >&2
postgresql || echo "no PostgreSQL server was found or installed: its tests will be skipped, and say so" >&2
[ -z "${CI:-}" ] || { chromium && postgresql; }
