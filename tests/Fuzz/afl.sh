#!/usr/bin/env bash
# Lets AFL++ (Debian: apt-get install afl++) look for inputs that reach new code: tests/Fuzz/afl.sh TARGET [SECONDS]
# What it finds is in OUT/default/crashes and OUT/default/hangs; --replay tries one again.
set -euo pipefail
target=${1:?which target?} seconds=${2:-600}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
echo "Working in $work"

dotnet publish "$here" -c Release -o "$work/app" -v quiet
dotnet tool install --tool-path "$work/tool" SharpFuzz.CommandLine --version 2.3.0 >/dev/null
dotnet "$work/app/QmpGen.Fuzz.dll" "$target" --seeds "$work/all"

# AFL++ tries each seed before it starts, and asks for short ones.
mkdir "$work/in"
find "$work/all" -type f -size -2k | sort | head -n 200 | xargs -I{} cp {} "$work/in"

# What is tried: the runtime, the generator, and the bindings, but not the program that holds them.
"$work/tool/sharpfuzz" "$work/app/QmpGen.dll"
"$work/tool/sharpfuzz" "$work/app/QmpGen.Generator.dll"
"$work/tool/sharpfuzz" "$work/app/QmpGen.Fuzz.dll" Qemu72 Qemu111 Qga QmpGen.Tool

export AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_SKIP_BIN_CHECK=1 AFL_NO_UI=1 AFL_NO_AFFINITY=1
afl-fuzz -V "$seconds" -t 20000 -m none -i "$work/in" -o "$work/out" -- dotnet "$work/app/QmpGen.Fuzz.dll" "$target" --afl >"$work/log" || { tail -n 20 "$work/log"; exit 1; }
grep -E 'run_time|execs_done|execs_per_sec|corpus_count|edges_found|saved_crashes|saved_hangs' "$work/out/default/fuzzer_stats"
