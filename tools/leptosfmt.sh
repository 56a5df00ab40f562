#!/usr/bin/env bash
# Holds the views against leptosfmt.toml. Fails with a line that says how to install leptosfmt when it is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v leptosfmt >/dev/null; then
  echo "leptosfmt: it is missing, so the format of views can't be checked. Run: cargo install leptosfmt --locked" >&2
  exit 1
fi
exec leptosfmt --quiet --check app/src
