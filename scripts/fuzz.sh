#!/usr/bin/env bash
# Fuzzes every target in tests/fuzz for a bounded time, two at once: fuzz.sh [seconds per target, 10] [report.tsv]. Each
# begins with all the inputs it makes itself, however long they take, and the seed is fixed, so two runs of one build begin
# alike. Fails on any finding; the input that broke it stays in build/fuzz/findings, and the last lines tell which target it
# was, and why.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-10}
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
  # Octets enough for several segments of code units and the options in front of them.
  { "$target" --seeds="$corpus" &&
    "$target" "$corpus" -seed=1 -max_len=1300 -max_total_time="$seconds" -timeout=10 -print_final_stats=1 \
      -artifact_prefix="build/fuzz/findings/$unit-"; } >"$log" 2>&1 || outcome="failed with $?"
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  # A target that ran nothing has shown nothing.
  [ "${runs:-0}" -gt 0 ] || [ "$outcome" != passed ] || outcome='failed: no run'
  printf 'fuzz: %-14s %10s runs  %s\n' "$unit" "${runs:-0}" "$outcome"
  printf '%s\t%s\t%s\n' "$unit" "${runs:-0}" "$outcome" >>"$report"
  [ "$outcome" = passed ]
}
export -f fuzz_target
export seconds report

# xargs fails where one of them does, when all have run.
if basename --suffix=.fuzz.cpp --multiple tests/fuzz/*.fuzz.cpp | xargs --max-procs=2 --replace bash -c 'fuzz_target {}'; then exit; fi
grep -v $'\tpassed$' "$report" | while IFS=$'\t' read -r unit runs outcome; do
  printf '\nfuzz: %s %s after %s runs; the end of build/fuzz/%s.log:\n' "$unit" "$outcome" "$runs" "$unit"
  tail -n 30 "build/fuzz/$unit.log" | cut -c 1-300
done >&2
exit 1
