#!/bin/sh
# tests/run.sh says what tests/support/count.py says: so that must notice whatever can go wrong in a log of meson's.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/tap.sh"
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

log() { # name, result, exit status, stdout
  mkdir -p "$scratch/b/meson-logs"
  printf '{"name": "%s", "result": "%s", "returncode": %s, "stdout": "%s"}\n' "$@" >>"$scratch/b/meson-logs/log.json"
}

says() { # sentence, last line wanted, exit status wanted, a text that must stand before it
  said=$(cd "$scratch" && python3 "$here/../support/count.py" b/meson-logs/log.json 2>&1)
  status=$?
  last=$(printf '%s\n' "$said" | tail -n 1)
  point "$1" "$([ "$last" = "$2" ] && [ $status = "$3" ] && printf '%s' "$said" | grep -qF -- "$4" ||
    printf 'exit status %s\n%s\n' $status "$said")"
  rm -rf "${scratch:?}/b"
}

log units OK 0 'ok 1 - a: it holds: Passed\nok 2 - a: so does this: Passed\n1..2\n'
says "single points are counted, not programs" "2 passed, 0 failed" 0 ""

log units FAIL 1 'ok 1 - it holds\nnot ok 2 - this does not\n# because of x\n1..2\n'
says "a failed point fails, and is shown" "1 passed, 1 failed" 1 "# because of x"

log units ERROR -11 'ok 1 - it holds\n'
says "a program that crashes after a passed point has failed" "1 passed, 1 failed" 1 "units: error, exit status -11"

log units TIMEOUT -9 ''
says "a program that never ends has failed" "0 passed, 1 failed" 1 "units: timeout"

log script OK 0 'all went well'
says "a program that speaks no TAP is one point" "1 passed, 0 failed" 0 ""

log units OK 0 'ok 1 - it holds\nok 2 - on a Tuesday # SKIP today is Monday\n1..2\n'
says "what is skipped is named and not called passed" "1 passed, 0 failed, 1 skipped" 0 "on a Tuesday"

log units OK 0 'ok 1 - it holds\n1..1\n'
log units FAIL 1 'not ok 1 - it holds\n1..1\n'
says "a point that fails in one of two builds has failed" "0 passed, 1 failed" 1 "FAILED in b/: units"

log "bench / speed" OK 0 'ok 1 - fast enough\n# 5 ms\n1..1\n'
said=$(cd "$scratch" && python3 "$here/../support/count.py" --figures b/meson-logs/log.json 2>&1)
point "figures are shown if they are asked for" "$(printf '%s' "$said" | grep -q '^  5 ms$' || printf '%s\n' "$said")"
says "and only then" "1 passed, 0 failed" 0 ""

mkdir -p "$scratch/b/meson-logs" && : >"$scratch/b/meson-logs/log.json"
says "no test at all is no success" "0 passed, 0 failed" 1 ""
finish
