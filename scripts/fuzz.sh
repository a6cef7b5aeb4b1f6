#!/usr/bin/env bash
# Fuzzes every target in tests/fuzz for a bounded time, two at once: fuzz.sh [seconds per target, 20] [report.tsv]. Each
# begins with the inputs it makes itself, and the seed is fixed, so two runs of one build begin alike. Fails on any
# finding; the input that broke it stays in build/fuzz/findings.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-20}
report=${2:-build/fuzz/report.tsv}
[[ $seconds =~ ^[1-9][0-9]*$ ]] || { echo "fuzz.sh: seconds is '$seconds'; it must be a whole number from 1" >&2; exit 2; }

cmake --preset fuzz >/dev/null
cmake --build --preset fuzz
mkdir -p build/fuzz/findings
: >"$report"

# Prints a target's line, and adds it to the report.
fuzz_target() {
  local unit=$1 target=build/fuzz/tests/fuzz/$1_fuzz log=build/fuzz/$1.log corpus=build/fuzz/corpus/$1
  local outcome=passed runs
  rm -rf "$corpus"
  mkdir -p "$corpus"
  "$target" --seeds="$corpus"
  # Octets enough for several segments of code units and the options in front of them.
  "$target" "$corpus" -seed=1 -max_len=1300 -max_total_time="$seconds" -timeout=10 -print_final_stats=1 \
    -artifact_prefix="build/fuzz/findings/$unit-" >"$log" 2>&1 || outcome=failed
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  # A target that ran nothing has shown nothing.
  [ "${runs:-0}" -gt 0 ] || outcome=failed
  printf 'fuzz: %-14s %10s runs  %s\n' "$unit" "${runs:-0}" "$outcome"
  printf '%s\t%s\t%s\n' "$unit" "${runs:-0}" "$outcome" >>"$report"
  if [ "$outcome" = failed ]; then
    tail -n 40 "$log" >&2
    return 1
  fi
}
export -f fuzz_target
export seconds report

# xargs fails where one of them does, when all have run.
basename --suffix=.fuzz.cpp --multiple tests/fuzz/*.fuzz.cpp | xargs --max-procs=2 --replace bash -c 'fuzz_target {}'
