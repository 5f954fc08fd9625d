# Installs what is missing, where it can; names it, with the command that would, where it cannot.

oldest_postgres=15
oldest_node=20.19 # what the console is built with asks for it

ensure_dotnet() {
  if ! command -v dotnet >/dev/null && [ -x "$HOME/.dotnet/dotnet" ]; then export PATH="$HOME/.dotnet:$PATH"; fi
  command -v dotnet >/dev/null || refuse "The .NET 10 SDK is missing. Install it: https://dot.net/download, or: $(install_hint dotnet-sdk-10.0 dotnet-sdk)"
  dotnet --version >/dev/null 2>&1 || refuse "The .NET 10 SDK is missing; installed: $(dotnet --list-sdks | cut -d' ' -f1 | tr '\n' ' '). Install it: https://dot.net/download"
}

install_hint() { # Debian's name, Homebrew's name
  if [ "$(uname)" = Darwin ]; then echo "brew install $2"; elif [ "$(id -u)" = 0 ]; then echo "apt-get install -y $1"; else echo "sudo apt-get install -y $1"; fi
}

may_apt() {
  command -v apt-get >/dev/null || return 1
  [ "$(id -u)" != 0 ] || return 0
  command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

apt_lists_are_new=""
apt_lists() {
  [ -z "$apt_lists_are_new" ] || return 0
  # A password is asked for here, where it can be seen.
  [ "$(id -u)" = 0 ] || sudo -v
  try_step "Reading the lists of packages" as_root apt-get update || true
  apt_lists_are_new=yes
}

apt_install() { # what for, packages…
  local what="$1"
  shift
  apt_lists
  try_step "Installing $what" as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

apt_candidate() { apt-cache policy "$1" 2>/dev/null | sed -n 's/^ *Candidate: *\([0-9]*:\)\{0,1\}\([0-9][0-9]*\).*/\2/p'; }

# --- PostgreSQL: the same places as api/EmbeddedPostgres/PostgresBinaries.cs

have_postgres() {
  local place version
  for place in $(printf '%s' "$PATH" | tr ':' ' ') "$(pg_config --bindir 2>/dev/null || true)" /usr/lib/postgresql/*/bin /usr/pgsql-*/bin \
    /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin /home/linuxbrew/.linuxbrew/opt/postgresql@*/bin /Applications/Postgres.app/Contents/Versions/*/bin; do
    [ -x "$place/initdb" ] && [ -x "$place/postgres" ] || continue
    version="$("$place/postgres" --version 2>/dev/null | sed -n 's/.*PostgreSQL) \([0-9]*\).*/\1/p')"
    [ "${version:-0}" -lt $oldest_postgres ] || return 0
  done
  return 1
}

ensure_postgres() {
  [ -z "${ConnectionStrings__Marketplace:-}" ] || return 0
  have_postgres && return 0
  if [ "$(uname)" = Darwin ] && command -v brew >/dev/null; then
    try_step "Installing PostgreSQL" brew install postgresql@17 || true
  elif may_apt; then
    apt_install "PostgreSQL" postgresql || true
  fi
  have_postgres || refuse "PostgreSQL $oldest_postgres or newer is missing and could not be installed. Install it: $(install_hint postgresql postgresql@17)
(A system whose own PostgreSQL is older finds a newer one at apt.postgresql.org.)
Or name a database of your own in ConnectionStrings__Marketplace."
}

# --- Node, for the console and GraphiQL; without it the API runs alone

use_own_node() { [ ! -x .data/node/node_modules/.bin/node ] || export PATH="$root/.data/node/node_modules/.bin:$PATH"; }

node_is_new() {
  local version major minor
  version="$(node -p 'process.versions.node' 2>/dev/null)" || return 1
  major="${version%%.*}" minor="${version#*.}" minor="${minor%%.*}"
  [ $((major * 1000 + minor)) -ge $((${oldest_node%.*} * 1000 + ${oldest_node#*.})) ] && command -v npm >/dev/null
}

have_node() {
  node_is_new && return 0
  use_own_node
  node_is_new
}

# npm can fetch a newer Node than the one it runs on: the programs are packages of its registry.
fetch_node() {
  local system processor
  command -v npm >/dev/null || return 1
  system="$(uname | tr 'A-Z' 'a-z')"
  case "$(uname -m)" in x86_64 | amd64) processor=x64 ;; arm64 | aarch64) processor=arm64 ;; *) return 1 ;; esac
  try_step "Installing Node 22 into .data/node" npm install --no-save --no-audit --no-fund --prefix .data/node "node-$system-$processor@22" npm@10
}

ensure_node() {
  have_node && return 0
  if [ "$(uname)" = Darwin ] && command -v brew >/dev/null; then
    try_step "Installing Node" brew install node || true
  elif may_apt; then
    apt_lists
    # Debian 12 has Node 18: then its npm fetches a newer one. Some suppliers' nodejs brings npm with it.
    if [ "$(apt_candidate nodejs)" -gt ${oldest_node%.*} ] 2>/dev/null; then
      apt_install "Node" nodejs || true
    fi
    command -v npm >/dev/null || apt_install "npm" npm || true
    have_node || fetch_node || true
  else
    fetch_node || true
  fi
  if ! have_node; then
    say "Node $oldest_node or newer is missing and could not be installed: the console and GraphiQL are left out. Install it: $(install_hint "nodejs npm (version $oldest_node or newer)" node)"
  fi
}

# --- A browser, for the tests of the console

find_browser() {
  local place
  for place in chromium chromium-browser google-chrome google-chrome-stable "/Applications/Chromium.app/Contents/MacOS/Chromium" "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
    if command -v "$place" >/dev/null 2>&1; then
      command -v "$place"
      return 0
    fi
  done
  return 1
}

ensure_browser() {
  [ -f console/package.json ] || return 0
  if ! find_browser >/dev/null; then
    if [ "$(uname)" = Darwin ] && command -v brew >/dev/null; then
      try_step "Installing Chromium" brew install --cask chromium || true
    elif may_apt; then
      apt_install "Chromium" chromium || true
    fi
  fi
  if find_browser >/dev/null; then
    CHROMIUM="$(find_browser)"
    export CHROMIUM
  else
    say "No Chromium was found and none could be installed: the tests in a browser cannot run. Install it: $(install_hint chromium "--cask chromium")"
  fi
}
