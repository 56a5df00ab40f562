#!/usr/bin/env bash
# What `make test` does: format, tests on SQLite and PostgreSQL, lints, the site, and the browser against a real server.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=tools/lib.sh
. tools/lib.sh

if [ "${1:-}" != "with-postgres" ]; then
  tools/need.sh
  exec tools/with-postgres.sh "$0" with-postgres
fi

# step HEADING COMMAND…: a line before, and the seconds after.
step() {
  local heading=$1 start=$SECONDS
  shift
  echo "== $heading"
  "$@"
  echo "== $heading: $((SECONDS - start)) s"
}

browser_tests() {
  CHROMIUM=$(find_chromium)
  export CHROMIUM
  (cd end2end && npm ci --no-audit --no-fund --loglevel=error && npx playwright test)
}

# One selection of packages for all host builds: another one means other features, and compiling again.
host=(--workspace --exclude frontend)
step "format" cargo fmt --check
step "compile" cargo build --quiet "${host[@]}" --bins --tests
step "tests" cargo test --no-fail-fast "${host[@]}"
step "lints of the server's half" cargo clippy --quiet "${host[@]}" --all-targets -- -D warnings
step "lints of the browser's half" cargo clippy --quiet --package frontend --target wasm32-unknown-unknown --profile wasm-dev -- -D warnings
step "site" target/debug/xtask build --site-only
step "browser" browser_tests
