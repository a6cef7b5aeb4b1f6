#!/usr/bin/env bash
# Prints which command is NAME (clang-format, clang-tidy) of the LLVM this repository is written with, Debian 12's: others
# format otherwise and warn of other things. Prints nothing, and fails, where there is none.
version=14
for name in "$1-$version" "$1"; do
  case $("$name" --version 2>/dev/null) in *" version $version."*) echo "$name" && exit 0 ;; esac
done
echo "klikspor: C++ is left out, because $1 $version is not here (Debian 12 has it)" >&2
exit 1
