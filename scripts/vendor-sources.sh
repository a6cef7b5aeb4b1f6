#!/usr/bin/env bash
# Fetches, into build/sources, the sources of what the WebAssembly build must compile itself because the distribution
# has it compiled for its own machine only: Boost.URL and Catch2 on Debian 13, nothing on Debian 12. They come through
# apt, of the versions that are installed; the system's own list of sources stays as it is. Needs no root.
set -euo pipefail
cd "$(dirname "$0")/.."
sources=build/sources

stop() {
  echo "klikspor: $1" >&2
  exit 1
}

# Where apt is to look: the system's lists, asked for sources instead of packages.
work=
open_work() {
  [ -z "$work" ] || return 0
  command -v apt-get >/dev/null || stop "there is no apt to fetch sources with: put Boost's libs/url/src/ into $sources/boost/libs/url/src/ and Catch2's extras/ into $sources/catch2/extras/, of the versions that are installed"
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  mkdir -p "$work"/{lists/partial,parts,cache/archives/partial}
  local list
  for list in /etc/apt/sources.list.d/*.sources; do
    [ ! -f "$list" ] || sed 's/^Types:.*/Types: deb-src/' "$list" >"$work/parts/${list##*/}"
  done
  for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [ ! -f "$list" ] || sed -n 's/^deb /deb-src /p' "$list" >"$work/parts/${list##*/}"
    [ ! -f "$work/parts/sources.list" ] || mv "$work/parts/sources.list" "$work/list"
  done
  # Another party's list may have no sources: whether ours are there shows when they are fetched.
  apt update >"$work/log" 2>&1 || true
}
apt() {
  apt-get -q -oDir::Etc::SourceList="$work/list" -oDir::Etc::SourceParts="$work/parts" -oDir::State::Lists="$work/lists" \
    -oDir::Cache="$work/cache" -oAPT::Sandbox::User=root "$@"
}

# fetch NAME HEADER PATTERN: of the source of the package that HEADER is from, what fits PATTERN, as build/sources/NAME.
fetch() {
  local name=$1 header=$2 pattern=$3 package source
  command -v dpkg-query >/dev/null || { open_work; return; }
  package=$(dpkg-query -S "$header" | cut -d: -f1)
  source=$(dpkg-query -W -f='${source:Package}=${source:Version}' "$package")
  [ "$(cat "$sources/$name.version" 2>/dev/null)" != "$source" ] || return 0
  echo "klikspor: fetching the source of $name, ${source/=/ }, for WebAssembly"
  open_work
  rm -rf "$work/tar"
  mkdir -p "$work/tar" "$sources"
  (cd "$work/tar" && apt source --download-only --tar-only "$source" >>"$work/log" 2>&1) || {
    tail -n 20 "$work/log" >&2
    stop "apt could not fetch the source of $source"
  }
  # Boost's archive holds a name beyond ASCII, at which CMake ends where the locale has no such letters (bare containers).
  (cd "$work/tar" && LC_ALL=C.UTF-8 cmake -E tar xf ./*.orig.tar.* -- "$pattern" && rm ./*.orig.tar.*)
  rm -rf "${sources:?}/$name"
  mv "$work"/tar/* "$sources/$name"
  echo "$source" >"$sources/$name.version"
}

include=/usr/include
for folder in /usr/local/include /usr/include; do
  [ ! -f "$folder/boost/url.hpp" ] || include=$folder
done
if ! [ -f "$include/boost/url/src.hpp" ] || grep -q '^#error' "$include/boost/url/src.hpp"; then
  fetch boost "$include/boost/url.hpp" '*/libs/url/src/*'
fi
if [ -f /usr/include/catch2/catch_all.hpp ]; then
  fetch catch2 /usr/include/catch2/catch_all.hpp '*/extras/*'
fi
