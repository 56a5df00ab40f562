#!/usr/bin/env bash
# P13: how long `make run` takes to compile from nothing, and again after an edit of a page and of a store file. It needs two
# quiet cores and 5 GB; nothing of the workspace's own target/ is used or changed. Real and CPU seconds, one line each.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d "${TMPDIR:-/tmp}/teamline-first-run.XXXXXX")
edited=(app/src/pages/not_found.rs crates/store/src/team/views.rs)
restore() {
  for file in "${edited[@]}"; do
    [ -f "$folder/$(basename "$file")" ] && cp "$folder/$(basename "$file")" "$file"
  done
  rm -rf "$folder"
}
trap restore EXIT

build() {
  local TIMEFORMAT="$1: %R s, CPU %U s + %S s"
  time CARGO_TARGET_DIR="$folder/target" cargo run --quiet --profile quick -p xtask -- build --profile quick >"$folder/log" 2>&1 ||
    { tail -n 20 "$folder/log" >&2; exit 1; }
}

build "from nothing"
build "nothing changed"
for file in "${edited[@]}"; do
  cp "$file" "$folder/"
  # Code, not a comment, so that nothing can be taken over from before.
  printf '\n#[doc(hidden)]\npub fn measured() -> usize {\n    %s\n}\n' "$RANDOM" >>"$file"
  build "after an edit of $file"
done
