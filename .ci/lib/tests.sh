# Runs the tests and sums their counts.

passed=0
failed=0
skipped=0

count() { passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3)); }

# The number after a word of the summary that Microsoft.Testing.Platform ends with.
summary_of() { sed -n "s/^ *$2: *\([0-9][0-9]*\) *$/\1/p" "$1" | tail -n 1; }

# What failed and why, without what the hosts under test print. Nothing here closes a pipe early: under pipefail that would end the whole run.
failures_of() {
  { grep -E -A 20 '^failed ' "$1" || tail -n 60 "$1"; } | sed -n 1,300p
}

run_dotnet_tests() { # project file
  local folder name log status=0 good bad left
  folder="$(dirname "$1")"
  name="$(basename "$folder")"
  log="$root/.data/logs/test-$name.log"
  say "Testing $name …"
  (while sleep 30 >/dev/null 2>&1 </dev/null; do say "  still: $name"; done) &
  heart=$!
  dotnet "$folder/bin/Debug/net10.0/$(assembly_of "$1").dll" --no-ansi --no-progress --timeout 45m --results-directory "$root/TestResults" >"$log" 2>&1 </dev/null || status=$?
  quiet_heart
  good="$(summary_of "$log" succeeded)"
  bad="$(summary_of "$log" failed)"
  left="$(summary_of "$log" skipped)"
  if [ -z "$good" ]; then
    say "  $name ended without a summary (exit code $status); all of it is in $log:"
    # What killed it stands first, a stack of the runner follows.
    { grep -vE '^\[\+|^ *$' "$log" || true; } | cut -c 1-240 | sed -n 1,15p
    count 0 1 0
    return 0
  fi
  # What fails outside a test (a fixture's disposal, no test at all) fails the run as well.
  if [ $status -ne 0 ] && [ "$bad" = 0 ]; then bad=1; fi
  if [ "$bad" != 0 ]; then failures_of "$log"; fi
  say "  $good passed, $bad failed, $left skipped"
  count "$good" "$bad" "$left"
}

assembly_of() { basename "$1" .csproj; }

# Counts what Vitest says ("Tests  1 failed | 12 passed | 1 skipped (14)"); another runner counts as one test.
run_page_tests() { # folder
  local log line status=0 good bad left
  grep -q '"test"' "$1/package.json" || return 0
  log="$root/.data/logs/test-$(printf '%s' "$1" | tr '/' '-').log"
  install_packages "$1"
  if grep -q '"lint"' "$1/package.json" && ! try_step "Checking the types of $1" npm --prefix "$1" run lint; then count 0 1 0; fi
  say "Testing $1 (npm test) …"
  CI=true NO_COLOR=1 FORCE_COLOR=0 npm --prefix "$1" test >"$log" 2>&1 </dev/null || status=$?
  line="$(sed $'s/\033\\[[0-9;]*m//g' "$log" | grep -E '^ *Tests ' | tail -n 1 || true)"
  good="$(printf '%s' "$line" | sed -n 's/.*[^0-9]\([0-9][0-9]*\) passed.*/\1/p')"
  bad="$(printf '%s' "$line" | sed -n 's/.*[^0-9]\([0-9][0-9]*\) failed.*/\1/p')"
  left="$(printf '%s' "$line" | sed -n 's/.*[^0-9]\([0-9][0-9]*\) skipped.*/\1/p')"
  if [ -z "$line" ]; then good=$((status == 0)); fi
  if [ $status -ne 0 ] && [ "${bad:-0}" = 0 ]; then bad=1; fi
  if [ "${bad:-0}" != 0 ]; then tail -n 80 "$log"; fi
  say "  ${good:-0} passed, ${bad:-0} failed, ${left:-0} skipped"
  count "${good:-0}" "${bad:-0}" "${left:-0}"
}

test_project_named() {
  local folder
  for folder in tests/*/; do
    if [ "$(basename "$folder" | tr 'A-Z' 'a-z')" = "$(printf '%s' "$1" | tr 'A-Z' 'a-z')" ]; then
      ls "$folder"*.csproj
      return 0
    fi
  done
  return 1
}

run_tests() { # name of a project, or nothing
  local projects project page
  if [ -n "$1" ]; then
    projects="$(test_project_named "$1")" || refuse "There is no tests/$1. There are: $(ls tests | grep -v '\.' | tr '\n' ' ')"
  else
    projects="$(ls tests/*/*.csproj | grep -v '^tests/Testing/')"
  fi

  if have_node; then
    for page in $(find tests -name package.json -not -path '*/node_modules/*' -not -path '*/bin/*' -exec dirname {} \;); do install_packages "$page"; done
  fi

  local built=yes
  if [ -n "$1" ]; then
    try_step "Building $projects" dotnet build -nologo -v q "$projects" || built=""
  else
    try_step "Building everything" dotnet build -nologo -v q Marketplace.sln || built=""
  fi
  if [ -z "$built" ]; then
    say "The build failed."
    finish_tests 1
  fi

  for project in $projects; do run_dotnet_tests "$project"; done
  if [ -z "$1" ] && have_node; then
    for page in console graphql/Transport/GraphiQL; do [ ! -f $page/package.json ] || run_page_tests $page; done
  fi
  stop_idle_tests_cluster
  finish_tests 0
}

finish_tests() { # failures besides the counted ones
  failed=$((failed + $1))
  say ""
  say "$passed passed, $failed failed, $skipped skipped"
  [ $failed -eq 0 ] || exit 1
}
