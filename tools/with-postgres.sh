#!/usr/bin/env bash
# with-postgres.sh COMMAND…: runs a command with TEST_POSTGRES_URL naming an empty PostgreSQL that is gone afterwards.
# When TEST_POSTGRES_URL is set already, that one is used.
set -euo pipefail
# shellcheck source=tools/lib.sh
. "$(dirname "$0")/lib.sh"

if [ -n "${TEST_POSTGRES_URL:-}" ]; then
  exec "$@"
fi
bin=$(find_postgres) || { echo "with-postgres: PostgreSQL is missing. Run tools/need.sh." >&2; exit 1; }

folder=$(mktemp -d "${TMPDIR:-/tmp}/teamline-postgres.XXXXXX")
# PostgreSQL refuses to run as root, so root hands the cluster to another user.
as_user=()
if [ "$(id -u)" -eq 0 ]; then
  user=nobody
  if id postgres >/dev/null 2>&1; then user=postgres; fi
  chown "$user" "$folder"
  if command -v runuser >/dev/null; then
    as_user=(runuser -u "$user" --)
  else
    as_user=(setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups --)
  fi
fi

# The programs start in the cluster's folder, since the user may not enter the one we are in.
server() {
  (cd "$folder" && "${as_user[@]}" env LC_ALL=C "$@")
}
stop() {
  if [ -f "$folder/data/postmaster.pid" ]; then
    server "$bin/pg_ctl" stop -D "$folder/data" -m immediate -s || true
  fi
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Prints a TCP port nobody listens on.
free_port() {
  local port
  for _ in $(seq 50); do
    port=$((20000 + RANDOM % 20000))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      return 0
    fi
  done
  return 1
}

# Texts are ordered by a language's rules unless a column says otherwise, as on most servers: so tests see where one forgot to.
server "$bin/initdb" -D "$folder/data" -U teamline --auth=trust --encoding=UTF8 --no-locale --locale-provider=icu --icu-locale=en-US \
  --no-sync >"$folder/initdb.log" 2>&1 ||
  { cat "$folder/initdb.log" >&2; exit 1; }
# Speed over safety: the data is thrown away. Another program may take the port first, hence several tries.
for try in 1 2 3; do
  port=$(free_port)
  options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='$folder' -c fsync=off"
  options+=" -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 -c shared_buffers=128MB"
  server "$bin/pg_ctl" start -D "$folder/data" -w -s -l "$folder/data/log" -o "$options" && break
  if [ "$try" = 3 ]; then
    cat "$folder/data/log" >&2
    exit 1
  fi
done

export TEST_POSTGRES_URL="postgres://teamline@127.0.0.1:$port/postgres"
"$@"
