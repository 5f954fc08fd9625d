# Saying what happens, and what is being waited for.

say() { printf '%s\n' "$*"; }

refuse() {
  printf '%s\n' "$*" >&2
  exit 1
}

heart=""
quiet_heart() {
  [ -z "$heart" ] || kill "$heart" 2>/dev/null || true
  heart=""
}
trap quiet_heart EXIT

# try_step "What is done" command…: runs it with its output in a log, and says every ten seconds that it still does.
try_step() {
  local what="$1" log started status=0
  shift
  log=".data/logs/$(printf '%s' "$what" | tr -cs 'A-Za-z0-9' '-').log"
  started=$SECONDS
  say "$what …"
  # The sleeper holds none of our files: whoever reads our output would wait for it.
  (while sleep 10 >/dev/null 2>&1 </dev/null; do say "  still: $what ($((SECONDS - started)) s)"; done) &
  heart=$!
  "$@" >"$log" 2>&1 </dev/null || status=$?
  quiet_heart
  if [ $status -ne 0 ]; then
    say "Failed: $* (all of it in $log)"
    { grep -E '(error|Error|ERR!|^E:)' "$log" || tail -n 20 "$log"; } | sort -u | tail -n 30
  fi
  return $status
}

step() { try_step "$@" || exit 1; }
