#!/usr/bin/env bash
# Holds the dependencies against deny.toml. Fails with a line that says how to install cargo-deny when it is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v cargo-deny >/dev/null; then
  echo "deny: cargo-deny is missing, so licences, bans and sources can't be checked. Run: cargo install cargo-deny --locked" >&2
  exit 1
fi
exec cargo deny --log-level error check licenses bans sources
