#!/usr/bin/env bash
# Holds the dependencies against deny.toml when cargo-deny is installed; otherwise one line says how to get it.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v cargo-deny >/dev/null; then
  echo "deny: cargo-deny is missing, so licences, bans and sources were not checked. Run: cargo install cargo-deny --locked"
  exit 0
fi
exec cargo deny --log-level error check licenses bans sources
