#!/bin/sh
# Prints QEMU's greeting and its reply to query-qmp-schema, with one entity per line, each exactly as QEMU printed it.
#   schema/dump.sh qemu-system-x86_64 > schema/qemu-mine.json
#   schema/dump.sh chroot ROOT qemu-storage-daemon > schema/qemu-storage-daemon-mine.json
# The command can have a prefix and options. DUMP_TIMEOUT is a number of seconds (default: 30).
set -eu
LC_ALL=C
export LC_ALL

fail() {
  printf 'dump.sh: %s\n' "$1" >&2
  exit "${2:-1}"
}

[ $# -gt 0 ] || fail 'usage: dump.sh QEMU-COMMAND... > FILE.json' 2
command=$*
kind=system
for word; do
  case ${word##*/} in qemu-storage-daemon*) kind=daemon ;; esac
done
case $kind in
  system) set -- "$@" -M none -nodefaults -display none -qmp stdio ;;
  daemon) set -- "$@" --chardev stdio,id=c --monitor chardev=c ;;
esac

qemu='' watchdog=''
work=$(mktemp -d)
clean_up() {
  [ -z "$watchdog" ] || kill "$watchdog" 2>/dev/null || :
  [ -z "$qemu" ] || kill "$qemu" 2>/dev/null || :
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# $! is the last command of the pipeline, which is QEMU. printf fails if QEMU exits before it reads the requests.
printf '{"execute": "%s"}\n' qmp_capabilities query-qmp-schema quit 2>/dev/null | "$@" > "$work/transcript" &
qemu=$!
(
  sleep "${DUMP_TIMEOUT:-30}" &
  trap 'kill $!; exit' TERM
  wait $! && : > "$work/late" && kill "$qemu"
) > /dev/null 2>&1 &
watchdog=$!
status=0
wait "$qemu" || status=$?
qemu=''

[ ! -e "$work/late" ] || fail "QEMU did not exit within ${DUMP_TIMEOUT:-30} s: $command"
tr -d '\r' < "$work/transcript" > "$work/lines"
greeting=$(sed -n '/^{"QMP": /{p;q;}' "$work/lines")
[ -n "$greeting" ] || fail "no QMP greeting (exit status $status): $command"
error=$(sed -n '/^{"error": /{p;q;}' "$work/lines")
[ -z "$error" ] || fail "QEMU replied with $error"
sed -n 's/^{"return": \[\(.*\)\]}$/\1/p' "$work/lines" > "$work/entities"
[ -s "$work/entities" ] || fail "no reply to query-qmp-schema (exit status $status): $command"

# A record ends at a closing brace. An entity ends at a brace that closes depth 1 outside a string.
awk '
  BEGIN { RS = "}"; print "[" }
  $0 == "\n" { next }
  {
    if (depth == 0 && !quoted) sub(/^, /, "")
    entity = entity $0 "}"
    rest = $0
    while (match(rest, /[{"\\]/)) {
      mark = substr(rest, RSTART, 1)
      rest = substr(rest, RSTART + (mark == "\\" ? 2 : 1))
      if (mark == "\"") quoted = !quoted
      else if (mark == "{" && !quoted) depth++
    }
    if (quoted || --depth > 0) next
    if (count++) print held ","
    held = entity
    entity = ""
  }
  END {
    if (depth != 0 || quoted || !count) exit 1
    print held
    print "]"
  }
' "$work/entities" > "$work/dump" || fail 'the reply to query-qmp-schema is not a complete JSON array'

number() { printf '%s\n' "$greeting" | sed -n "s/.*\"$1\": \([0-9]*\).*/\1/p"; }
package=$(printf '%s\n' "$greeting" | sed -n 's/.*"package": "\([^"]*\)".*/\1/p')
entities=$(($(wc -l < "$work/dump") - 2))
printf '%s\n' "$greeting"
cat "$work/dump"
printf 'QEMU %s.%s.%s%s, %s entities\n' "$(number major)" "$(number minor)" "$(number micro)" "${package:+ ($package)}" "$entities" >&2
