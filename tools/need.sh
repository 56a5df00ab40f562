#!/usr/bin/env bash
# Checks that what `make test` uses is there. `need.sh run` checks only what `make run` uses: Rust and a C compiler.
# Missing and CI=true: installs the browser and PostgreSQL with apt-get. Otherwise one line says how to install it.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=tools/lib.sh
. tools/lib.sh

missing() {
  echo "need: $1 is missing. $2" >&2
  exit 1
}

if command -v rustup >/dev/null; then
  # Adds the toolchain and the Wasm target of rust-toolchain.toml. Without a network it fails even when both are there.
  rustup toolchain install --no-self-update >/dev/null 2>&1 ||
    rustup target list --installed 2>/dev/null | grep -q wasm32-unknown-unknown ||
    missing "the toolchain of rust-toolchain.toml" "Run: rustup toolchain install"
fi
command -v cargo >/dev/null || missing "cargo" "Install Rust from https://rustup.rs, then open a new shell."
if [ "${1:-}" = run ]; then
  command -v cc >/dev/null || missing "a C compiler" "On Debian or Ubuntu: apt-get update && apt-get install -y build-essential"
  exit 0
fi

# Before 20.6 Node has no module.register, by which Playwright reads tests that are modules of TypeScript.
node_least=20.6.0
node_here=$(node --version 2>/dev/null | sed -E 's/^v//' || true)
if [ "$(printf '%s\n' "$node_least" "${node_here:-0}" | sort -V | head -n 1)" != "$node_least" ] ||
  ! command -v npm >/dev/null; then
  missing "Node.js $node_least or newer with npm" "Here is ${node_here:-none}. Install it from https://nodejs.org."
fi

packages=()
command -v cc >/dev/null || packages+=(build-essential)
find_chromium >/dev/null || packages+=(chromium)
if [ -z "${TEST_POSTGRES_URL:-}" ] && ! find_postgres >/dev/null; then
  packages+=(postgresql postgresql-contrib)
fi
[ ${#packages[@]} -eq 0 ] && exit 0

install="apt-get update && apt-get install -y ${packages[*]}"
if [ "${CI:-}" = true ] && command -v apt-get >/dev/null; then
  as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || missing "${packages[*]}" "Run as root: $install"
    as_root=(sudo)
  fi
  "${as_root[@]}" apt-get update
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"
  exit 0
fi
missing "${packages[*]}" "On Debian or Ubuntu: $install (or set CHROMIUM to a browser, TEST_POSTGRES_URL to a server)."
