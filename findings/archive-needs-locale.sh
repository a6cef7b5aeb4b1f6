#!/usr/bin/env bash
# Package: CMake 3.25.1 and 3.31.6 (Debian 12 and 13)
# Question: does `cmake -E tar xf` unpack an archive in which one name is not ASCII, such as Boost's, in the locale C that a
#   bare container has?
# A good guess: yes. The names in an archive and in a folder are octets, and tar unpacks it. At worst that one file gets
#   another name, or is left out.
# Behaviour: it ends with an error at the first such name, and what stands behind it in the archive is not unpacked, although
#   names were given that the pattern does not even want. It does so only for archives in pax format; of the same files in
#   GNU format everything comes out. Under LC_ALL=C.UTF-8, which Debian always has, pax works too.
# Seen on 2026-11-29, and expected again:
#> C, gnu: ends with 0, a/before.txt a/behind.txt a/mød.txt
#> C, gnu, only */behind.txt: ends with 0, a/behind.txt
#> C, pax: ends with 1, a/before.txt
#> C, pax, only */behind.txt: ends with 1, nothing
#> C, pax, by tar: ends with 0, a/before.txt a/behind.txt a/mød.txt
#> C.UTF-8, pax: ends with 0, a/before.txt a/behind.txt a/mød.txt
set -euo pipefail
expected=$(sed -n 's/^#> //p' "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export LC_ALL=C
mkdir a
touch a/before.txt a/mød.txt a/behind.txt
# In this order; no sorting.
for format in gnu pax; do tar --format="$format" -cf "$format.tar" a/before.txt a/mød.txt a/behind.txt; done

look() {
  local name=$1 status=0
  shift
  rm -rf out && mkdir out
  (cd out && "$@") >log.txt 2>&1 || status=$?
  echo "$name: ends with $status, $(cd out && find . -type f | sort | cut -c3- | paste -sd' ' | grep . || echo nothing)" | tee -a seen.txt
}
look 'C, gnu' cmake -E tar xf ../gnu.tar
look 'C, gnu, only */behind.txt' cmake -E tar xf ../gnu.tar -- '*/behind.txt'
look 'C, pax' cmake -E tar xf ../pax.tar
look 'C, pax, only */behind.txt' cmake -E tar xf ../pax.tar -- '*/behind.txt'
look 'C, pax, by tar' tar xf ../pax.tar
look 'C.UTF-8, pax' env LC_ALL=C.UTF-8 cmake -E tar xf ../pax.tar
diff <(echo "$expected") seen.txt
