# Builds, and skips what is up to date.

digest() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -d' ' -f1; }

# The content of a folder of sources, without what is built from it.
digest_of() {
  find "$@" \( -name node_modules -o -name dist -o -name bin -o -name obj \) -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 cksum | digest
}

stamp_of() { printf '.data/stamps/%s' "$(printf '%s' "$1" | tr '/' '-')"; }

# install_packages folder: `npm ci` when the lock file changed.
install_packages() {
  local folder="$1" stamp now
  stamp="$(stamp_of "$folder").packages"
  now="$(cat "$folder/package.json" "$folder/package-lock.json" 2>/dev/null | digest)"
  if [ -d "$folder/node_modules" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$now" ]; then return 0; fi
  if [ -f "$folder/package-lock.json" ]; then
    step "Installing the packages of $folder" npm ci --no-audit --no-fund --prefix "$folder"
  else
    step "Installing the packages of $folder" npm install --no-audit --no-fund --prefix "$folder"
  fi
  printf '%s' "$now" >"$stamp"
}

# build_page folder: `npm run build` when its sources, or the schema it is typed by, changed.
build_page() {
  local folder="$1" stamp now
  [ -f "$folder/package.json" ] || return 0
  stamp="$(stamp_of "$folder").build"
  now="$(digest_of "$folder" schema)"
  if [ -d "$folder/dist" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$now" ]; then return 0; fi
  install_packages "$folder"
  step "Building $folder" npm --prefix "$folder" run build
  # Again: a build may generate sources, which must not count as a change the next time.
  digest_of "$folder" schema >"$stamp"
}

build_assets() {
  have_node || return 0
  build_page graphql/Transport/GraphiQL
  build_page console
}

host_program=api/bin/Debug/net10.0/Marketplace.Api.dll

# Asking the compiler takes longer than the start itself; a folder is newer than the stamp when a file in it was added or removed.
host_is_up_to_date() {
  [ -f .data/stamps/host ] && [ -f $host_program ] || return 1
  [ -z "$(find graphql experiments marketplace schema simulation api Directory.Build.props Directory.Packages.props global.json console/dist \
    \( -name node_modules -o -name bin -o -name obj \) -prune -o -newer .data/stamps/host -print 2>/dev/null | head -n 1)" ]
}

build_host() {
  host_is_up_to_date && return 0
  # Made by the build, they would make their folders newer than the stamp.
  mkdir -p {graphql,experiments,marketplace,schema,simulation,api}/{bin,obj}
  touch .data/stamps/host.begun
  step "Building the API" dotnet build -nologo -v q api
  mv .data/stamps/host.begun .data/stamps/host
}
