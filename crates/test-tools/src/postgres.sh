# A PostgreSQL server in a folder that vanishes, for as long as standard input is open: so it ends however the test ends, also by
# kill -9. Arguments: the folder of PostgreSQL's programs, the port on 127.0.0.1, and settings of the server. Says `ready` once it takes
# connections. A line `stop` ends the server, `crash` ends it at once, and it says `stopped`; `start` starts it again.
set -eu
programs=$1 port=$2 server=
shift 2
export LC_ALL=C
cd /
folder=$(mktemp -d "${TMPDIR:-/tmp}/yearbook-postgres-XXXXXX")
stop() {
  [ -z "$server" ] || { kill -"$1" "$server" 2>/dev/null && wait "$server"; } || :
  server=
}
trap 'stop INT; rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM HUP
# `guarded` must give a password, so that tests can give a wrong one. Its own order of texts is a language's, and not that of bytes.
"$programs/initdb" --pgdata="$folder/data" --username=yearbook --auth=trust --encoding=UTF8 --locale=C \
  --locale-provider=icu --icu-locale=en --no-sync >"$folder/initdb" 2>&1 \
  || { cat "$folder/initdb" >&2; exit 1; }
{ echo 'host all guarded 127.0.0.1/32 scram-sha-256'; echo 'host all all 127.0.0.1/32 trust'; } >"$folder/data/pg_hba.conf"
start() {
  # Nothing outlives the test, so nothing waits for the disk.
  "$programs/postgres" -D "$folder/data" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off \
    -c full_page_writes=off -c max_connections=400 -c shared_buffers=64MB "$@" 2>"$folder/log" </dev/null &
  server=$!
  tries=0
  until "$programs/pg_isready" --quiet --host=127.0.0.1 --port="$port"; do
    tries=$((tries + 1))
    if [ "$tries" -gt 300 ] || ! kill -0 "$server" 2>/dev/null; then cat "$folder/log" >&2; exit 1; fi
    sleep 0.1
  done
  echo ready
}
start "$@"
while read -r word; do
  case $word in
    stop) stop INT; echo stopped ;;
    crash) stop QUIT; echo stopped ;;
    start) start "$@" ;;
  esac
done
