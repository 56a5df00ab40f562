#!/usr/bin/env bash
# Holds the views against leptosfmt.toml when leptosfmt is installed; otherwise one line says how to get it.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v leptosfmt >/dev/null; then
  echo "leptosfmt is missing, so the format of views was not checked. Run: cargo install leptosfmt --locked"
  exit 0
fi
exec leptosfmt --quiet --check app/src
