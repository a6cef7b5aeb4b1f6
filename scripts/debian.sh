#!/usr/bin/env bash
# Tries a Debian release: debian.sh RELEASE COMMAND, such as
#
#   scripts/debian.sh 13 'npm test -- asan wasm'
#
# runs the command in a fresh clone of the last commit, inside a root directory of that release with nothing but Node, npm,
# g++, CMake and git. The directory is made once, by debootstrap, in build/debian (remove it to begin anew);
# packages stay from run to run, the clone is new each time. Mounts and processes live in namespaces of their own and
# are gone when the command ends, however it ends. Needs root, debootstrap and util-linux.
set -euo pipefail
cd "$(dirname "$0")/.."

stop() {
  echo "debian.sh: $1" >&2
  exit 2
}
[ $# = 2 ] || stop "usage: scripts/debian.sh 12|13 'COMMAND'"
case "$1" in
  12) suite=bookworm ;;
  13) suite=trixie ;;
  *) stop "there is no release $1 to try; there are 12 and 13" ;;
esac
[ "$(id -u)" = 0 ] || stop 'needs root, for debootstrap and chroot'
for tool in debootstrap unshare chroot node npm; do
  command -v "$tool" >/dev/null || stop "$tool is not on PATH (on Debian: apt-get install debootstrap util-linux)"
done
git diff --quiet HEAD || echo 'debian.sh: what is not committed is not tried' >&2

root=$PWD/build/debian/$1
mkdir -p build/debian
exec 9>"$root.lock"
flock -n 9 || stop "build/debian/$1 is in use by another run"
if [ ! -f "$root/made" ]; then
  rm -rf "$root"
  mkdir -p "$root"
  echo "debian.sh: making Debian $1 ($suite) in build/debian/$1"
  debootstrap --variant=minbase --include=ca-certificates,g++,cmake,git "$suite" "$root" >"$root.log" 2>&1 || {
    tail -n 20 "$root.log" >&2
    stop "debootstrap failed; the whole of what it said is in build/debian/$1.log"
  }
  # This machine's Node and npm: as the README asks for, whatever the release has.
  npm=$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")
  mkdir -p "$root/usr/local/bin" "$root/usr/local/lib/node_modules"
  cp "$(readlink -f "$(command -v node)")" "$root/usr/local/bin/node"
  cp -R "$npm" "$root/usr/local/lib/node_modules/npm"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
  ln -s ../lib/node_modules/npm/bin/npx-cli.js "$root/usr/local/bin/npx"
  touch "$root/made"
fi
rm -rf "$root/klikspor"
git clone -q --no-hardlinks . "$root/klikspor"

# The network as it is here: name servers, certificates, npm's settings.
for file in /etc/resolv.conf /etc/ssl/certs/ca-certificates.crt; do
  [ ! -f "$file" ] || cp -L "$file" "$root$file"
done
[ ! -f "$HOME/.npmrc" ] || cp "$HOME/.npmrc" "$root/root/.npmrc"

# Chromium and workerd need devices and processes to look at. No LANG, as in a bare container.
inside='
mount --make-rprivate /
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"
exec chroot "$root" /usr/bin/env -i HOME=/root TERM="${TERM:-dumb}" \
  PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt \
  bash -c "cd /klikspor; $command"
'
export root command=$2
exec unshare --mount --pid --fork --kill-child bash -ec "$inside"
