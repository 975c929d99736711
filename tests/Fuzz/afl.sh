#!/usr/bin/env bash
# Fuzzes a target with AFL++, which chooses inputs by the code that they reach.
#
#   tests/Fuzz/afl.sh TARGET [SECONDS]
#
# Requires afl-fuzz (apt-get install afl++). Findings are in $QMPGEN_AFL/TARGET/out/default/crashes and hangs.
# To run one again: dotnet run -c Release --project tests/Fuzz -- TARGET --replay FILE
# A second run continues the first one.
set -euo pipefail
target=${1:?which target: client, agent, readers, schema or qapi}
seconds=${2:-300}
here=$(cd "$(dirname "$0")" && pwd)
root=${QMPGEN_AFL:-${TMPDIR:-/tmp}/qmpgen-afl}
work=$root/$target
mkdir -p "$work"

[ -x "$root/tools/sharpfuzz" ] || dotnet tool install --tool-path "$root/tools" SharpFuzz.CommandLine --version 2.3.0
rm -rf "$work/bin" "$work/seeds"
dotnet publish "$here" -c Release -o "$work/bin" -v q -nologo
dotnet "$work/bin/QmpGen.Fuzz.dll" "$target" --seeds "$work/seeds"

# Only the code that the target tests is instrumented. The prefixes select classes by their full names.
case $target in
  client | agent) "$root/tools/sharpfuzz" "$work/bin/QmpGen.dll" ;;
  readers)
    "$root/tools/sharpfuzz" "$work/bin/QmpGen.dll" QmpGen.CodeGeneration
    "$root/tools/sharpfuzz" "$work/bin/QmpGen.Fuzz.dll" Qemu72. Qemu111. Qga.
    ;;
  schema) "$root/tools/sharpfuzz" "$work/bin/QmpGen.Generator.dll" ;;
  qapi)
    "$root/tools/sharpfuzz" "$work/bin/QmpGen.Generator.dll" QmpGen.Generator.Qapi QmpGen.Generator.Documentation
    "$root/tools/sharpfuzz" "$work/bin/QmpGen.Fuzz.dll" QmpGen.Tool
    ;;
esac

input=$work/seeds
[ ! -d "$work/out/default" ] || input=-
AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_AFFINITY=1 AFL_NO_UI=${AFL_NO_UI-1} \
  afl-fuzz -i "$input" -o "$work/out" -x "$work/seeds.dict" -t 10000 -m none -V "$seconds" -- dotnet "$work/bin/QmpGen.Fuzz.dll" "$target" --afl

grep -E '^(execs_done|execs_per_sec|edges_found|total_edges|bitmap_cvg|corpus_count|saved_crashes|saved_hangs)' "$work/out/default/fuzzer_stats"
