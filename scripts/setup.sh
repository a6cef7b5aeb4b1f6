#!/usr/bin/env bash
# Installs what is missing, and nothing else: Debian packages when apt and root are at hand, npm packages from the
# lock. With `--test`, also what only the tests need. A second run takes well under a second.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(emscripten cmake ninja-build g++)
tests=(chromium chromium-headless-shell clang curl fonts-dejavu-core kannel kannel-extras libclang-rt-dev openssl python3)
# Boost 1.81 or newer, and Catch2, under the names of the release. C++ is linted on Debian 12 alone (scripts/llvm.sh).
case "$(. /etc/os-release 2>/dev/null && echo "${ID:-} ${VERSION_ID:-}")" in
  'debian 12') packages+=(libboost1.81-dev catch2) tests+=(clang-format clang-tidy) ;;
  'debian 13') packages+=(libboost1.88-dev libboost-url1.88-dev libcatch2-dev) ;;
  *) packages+=(libboost-dev libboost-url-dev libcatch2-dev) ;;
esac
if [ "${1:-}" = --test ]; then packages+=("${tests[@]}"); fi

say_what_to_install() {
  cat >&2 <<TEXT
klikspor: $1
Install these and run the same command again:
  - CMake 3.25 or newer, Ninja, a C++20 compiler (g++ 12 or newer)
  - Emscripten 3.1.6 or newer, with em++ and em-config on PATH
  - Boost 1.81 or newer, from 1.83 on with Boost.URL as a library, and Catch2 2.13 or 3
  - for the tests: Chromium with its headless shell (CHROMIUM_PATH names another), clang++ with its libFuzzer runtime, clang-format and clang-tidy 14 (to lint C++), curl, openssl, Python 3,
    and Kannel 1.4.5 (bearerbox and smsbox in /usr/sbin, fakesmsc in /usr/lib/kannel/test)
On Debian that is, as root:  apt-get install ${packages[*]}
TEXT
  exit 1
}

# Kannel comes with services, but the tests start their own. invoke-rc.d asks this file whether it may start any.
policy=/usr/sbin/policy-rc.d
forbid_services() {
  # A file of ours is left over from a run that was killed.
  [ ! -e "$policy" ] || grep -q '^# klikspor:' "$policy" || mv "$policy" "$policy.before-klikspor"
  trap allow_services EXIT
  printf '#!/bin/sh\n# klikspor: there only while Kannel is being installed.\nexit 101\n' >"$policy"
  chmod 755 "$policy"
}
allow_services() {
  trap - EXIT
  rm -f "$policy"
  [ ! -e "$policy.before-klikspor" ] || mv "$policy.before-klikspor" "$policy"
}

if command -v dpkg-query >/dev/null; then
  missing=()
  for package in "${packages[@]}"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  if [ ${#missing[@]} -gt 0 ]; then
    [ "$(id -u)" = 0 ] || say_what_to_install "missing Debian packages: ${missing[*]} (not root, so nothing was installed)"
    echo "klikspor: installing Debian packages: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    with_kannel=
    case " ${missing[*]} " in *' kannel '*) with_kannel=yes; forbid_services ;; esac
    log=$(mktemp)
    # Another installation under way, such as a second terminal's, is waited for.
    wait_for_others=-oDPkg::Lock::Timeout=600
    { apt-get update && apt-get "$wait_for_others" install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 || {
      tail -n 20 "$log" >&2
      say_what_to_install "apt-get could not install: ${missing[*]}"
    }
    if [ -n "$with_kannel" ]; then
      allow_services
      # Nor at the next boot.
      update-rc.d kannel disable >"$log" 2>&1 || tail -n 20 "$log" >&2
    fi
    rm -f "$log"
  fi
else
  for tool in cmake ninja em++ em-config; do
    command -v "$tool" >/dev/null || say_what_to_install "$tool is not on PATH, and this is not Debian"
  done
fi
scripts/vendor-sources.sh

if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  echo "klikspor: installing npm packages"
  log=$(mktemp)
  npm ci >"$log" 2>&1 || { tail -n 20 "$log" >&2; echo "klikspor: npm ci failed" >&2; exit 1; }
  rm -f "$log"
  touch node_modules/.package-lock.json
fi
