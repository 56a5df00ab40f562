#!/usr/bin/env bash
# What `make bench` does: release builds, then the table, also in target/bench.md. BENCH_QUICK=1: less data, shorter rounds.
# Figures of the browser need Node.js and Chromium; without them the table says "not measured".
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=tools/lib.sh
. tools/lib.sh

tools/need.sh run
cargo run -p xtask -- build --release --site-only
# Both in one call: apart they would have other features of SQLite's crate, and everything above it would be compiled twice.
cargo build --release --package server --package bench
if command -v npm >/dev/null && [ ! -d end2end/node_modules ]; then
  (cd end2end && npm ci --no-audit --no-fund --loglevel=error) || echo "bench: Playwright could not be installed" >&2
fi
if chromium=$(find_chromium); then
  export CHROMIUM="$chromium"
fi
exec target/release/bench
