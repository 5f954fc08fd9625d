# Starts the API, finds it again, stops it and its PostgreSQL.

host_file=.data/host.pid # process of ./dev, process of the host, port
port="${PORT:-5080}"

# Whether a process lives and its command line holds a word: numbers are used again. A slim container has no ps.
is_running() { # process, word
  [ -n "$1" ] && kill -0 "$1" 2>/dev/null || return 1
  if [ -r "/proc/$1/cmdline" ]; then tr '\0' ' ' <"/proc/$1/cmdline" | grep -q -- "$2"; else ps -o command= -p "$1" | grep -q -- "$2"; fi
}

# The answer's first line, by bash alone: a fresh machine has no curl.
ask() { # port, path
  (
    exec 3<>"/dev/tcp/localhost/$1" || exit 1
    printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$2" >&3
    IFS= read -r -t 5 line <&3 || exit 1
    printf '%s' "$line"
  ) 2>/dev/null
}

is_ready() { ask "$1" /health/ready | grep -q ' 200'; }

somebody_listens() { (exec 3<>"/dev/tcp/localhost/$1") 2>/dev/null; }

# Where the host of this checkout listens, or would.
port_of_host() {
  local starter="" host="" its_port=""
  [ ! -f $host_file ] || read -r starter host its_port <$host_file || true
  if is_running "$host" Marketplace.Api; then printf '%s' "$its_port"; else printf '%s' "$port"; fi
}

# Succeeds when there is nothing to start; refuses when somebody else has the port.
host_is_elsewhere() {
  local starter="" host="" its_port=""
  [ ! -f $host_file ] || read -r starter host its_port <$host_file || true
  if is_running "$host" Marketplace.Api; then
    if is_ready "$its_port"; then
      say "It already runs at http://localhost:$its_port (./dev stop ends it)."
    else
      say "It is already starting at http://localhost:$its_port (process $host; ./dev stop ends it)."
    fi
    return 0
  fi
  if is_running "$starter" "dev run"; then
    say "Another ./dev run of this checkout (process $starter) is building; it will start at http://localhost:$its_port."
    return 0
  fi
  if somebody_listens "$port"; then
    refuse "Another program listens on port $port. Choose another: PORT=$((port + 1)) ./dev run"
  fi
  # Of several that come this far together the last to write goes on.
  printf '%s - %s\n' $$ "$port" >$host_file
  sleep 0.3
  read -r starter host its_port <$host_file || true
  if [ "$starter" != $$ ]; then
    say "Another ./dev run of this checkout (process $starter) is starting at this moment."
    return 0
  fi
  return 1
}

run_host() { # seed
  local host status=0 started=$SECONDS told=$SECONDS
  cd api
  PORT="$port" ASPNETCORE_ENVIRONMENT=Development Simulation__Clock=true Development__Seed="$1" \
    dotnet "../$host_program" &
  host=$!
  cd ..
  printf '%s %s %s\n' $$ $host "$port" >$host_file
  # The host is told and waited for: it finishes what it does and stops its PostgreSQL.
  trap 'kill -TERM $host 2>/dev/null || true' INT TERM HUP
  say "Starting at http://localhost:$port …"
  while kill -0 $host 2>/dev/null; do
    if is_ready "$port"; then
      greet
      break
    fi
    if [ $((SECONDS - told)) -ge 10 ]; then
      say "  still starting ($((SECONDS - started)) s): PostgreSQL, migrations, development data"
      told=$SECONDS
    fi
    sleep 0.3
  done
  # A signal ends `wait` before the host has ended.
  while :; do
    status=0
    wait $host || status=$?
    kill -0 $host 2>/dev/null || break
  done
  rm -f $host_file
  # 143: ended by the signal it was asked to end by.
  [ $status -eq 143 ] || [ $status -eq 130 ] || return $status
}

# The host itself has said its addresses and how to sign in.
greet() {
  say ""
  say "Ready: http://localhost:$port/graphql   (Ctrl-C stops it, or ./dev stop from elsewhere)"
  have_node || say "Left out, for want of Node $oldest_node or newer: the console and GraphiQL."
  say ""
}

wait_until_gone() { # process, seconds
  local until=$((SECONDS + $2))
  while kill -0 "$1" 2>/dev/null && [ $SECONDS -lt $until ]; do sleep 0.1; done
  ! kill -0 "$1" 2>/dev/null
}

stop_host() {
  local starter="" host="" its_port=""
  [ -f $host_file ] || return 0
  read -r starter host its_port <$host_file || true
  if is_running "$host" Marketplace.Api; then
    say "Stopping the API (process $host) …"
    kill -TERM "$host"
    wait_until_gone "$host" 40 || refuse "The API (process $host) does not stop; kill -9 $host would end it."
  fi
  rm -f $host_file
}

# A cluster's pointer holds the directory of its data; the server writes its process there.
stop_cluster() { # pointer
  local data server
  data="$(cat "$1")"
  # The data may be another user's, as they are after a start as root.
  [ -r "$data/postmaster.pid" ] || return 0
  server="$(head -n 1 "$data/postmaster.pid")"
  is_running "$server" "$data" || return 0
  say "Stopping PostgreSQL ($(basename "$1" .cluster)) …"
  kill -INT "$server"
  wait_until_gone "$server" 40 || refuse "PostgreSQL (process $server, $data) does not stop."
}

stop_all() {
  local pointer
  stop_host
  for pointer in .data/*.cluster; do
    [ ! -f "$pointer" ] || stop_cluster "$pointer"
  done
  say "Nothing of this checkout runs. The data stay."
}

# Ends the tests' cluster unless another test process uses it, which only a shared lock can tell. Its data are nobody's: in memory they would only take it.
stop_idle_tests_cluster() {
  local pointer place
  command -v flock >/dev/null || return 0
  for pointer in .data/tests*.cluster; do
    [ -f "$pointer" ] || continue
    place="$(dirname "$(cat "$pointer")")"
    flock --nonblock "$place/users.lock" true 2>/dev/null || continue
    stop_cluster "$pointer" >/dev/null
    case "$place" in /dev/shm/*) rm -rf "$place" ;; esac
  done
}
