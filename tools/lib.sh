# shellcheck shell=bash
# Functions the other scripts share; sourced, not run.

# Prints the path of a Chromium, or fails. CHROMIUM names one; else Debian's, Chrome, or one Playwright downloaded.
find_chromium() {
  local candidate
  if [ -n "${CHROMIUM:-}" ]; then
    command -v "$CHROMIUM"
    return
  fi
  for candidate in /usr/bin/chromium chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$candidate" && return 0
  done
  for candidate in "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}"/chromium-*/chrome-linux*/chrome; do
    [ -x "$candidate" ] && echo "$candidate" && return 0
  done
  return 1
}

# Prints the folder of PostgreSQL's server programs (initdb, pg_ctl), the newest one Debian has, or the one in PATH.
find_postgres() {
  local folder
  folder=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
  if [ -n "$folder" ] && [ -x "$folder/initdb" ]; then
    echo "$folder"
    return 0
  fi
  command -v initdb >/dev/null && dirname "$(command -v initdb)"
}
