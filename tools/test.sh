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

# with_program PROGRAM HEADING COMMAND…: a step, or a line that it is left out because its program is not installed. For programs
# that take minutes to compile: `make lint` asks for them, and a fresh machine is not held up.
with_program() {
  local program=$1 heading=$2
  shift
  if command -v "$program" >/dev/null; then
    step "$@"
  else
    echo "== $heading: SKIPPED, $program is not installed (cargo install $program --locked)"
  fi
}

# beside NAME HEADING COMMAND…: a step in the background; what it prints is saved for `joined NAME`.
declare -A lanes=()
logs=$(mktemp -d "${TMPDIR:-/tmp}/teamline-test.XXXXXX")
beside() {
  local name=$1
  shift
  step "$@" >"$logs/$name" 2>&1 &
  lanes[$name]=$!
}
joined() {
  local status=0
  wait "${lanes[$1]}" || status=$?
  unset "lanes[$1]"
  cat "$logs/$1"
  return "$status"
}
clean() {
  for lane in "${lanes[@]}"; do kill "$lane" 2>/dev/null || true; done
  rm -rf "$logs"
}
trap clean EXIT

browser_tests() {
  CHROMIUM=$(find_chromium)
  export CHROMIUM
  (cd end2end && npm ci --no-audit --no-fund --loglevel=error && npx playwright test)
}

# Each test of the store opens up to 16 connections to PostgreSQL: on a machine of many cores they would be more than it takes.
cores=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
export RUST_TEST_THREADS="${RUST_TEST_THREADS:-$((cores < 8 ? cores : 8))}"

# One selection of packages for all host builds: another one means other features, and compiling again.
host=(--workspace --exclude frontend)
step "format" cargo fmt --check
with_program leptosfmt "format of views" tools/leptosfmt.sh
# The two halves have build folders of their own, so they are compiled side by side: much of it uses one core.
beside browser-lints "lints of the browser's half" \
  cargo clippy --quiet --package frontend --target wasm32-unknown-unknown --profile wasm-dev -- -D warnings
step "compile" cargo build --quiet "${host[@]}" --bins --tests
joined browser-lints
beside site "site" target/debug/xtask build --site-only
step "tests" cargo test --no-fail-fast "${host[@]}"
joined site
step "lints of the server's half" cargo clippy --quiet "${host[@]}" --all-targets -- -D warnings
step "browser" browser_tests
