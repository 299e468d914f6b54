#!/bin/sh
# Everything tocsin claims, tested:  sh tests/run.sh
#
# Builds twice, runs each test where it tells most, and ends with one line: N passed, 0 failed.
# N counts single points: cases of Check, steps of stories, hostile inputs, lints.
set -u
cd "$(dirname "$0")/.." || exit 2
. tests/support/needs.sh
. tests/support/build.sh

usage() {
  cat <<'TEXT'
sh tests/run.sh              everything: installs what is missing, builds, tests; a minute or two
sh tests/run.sh NAME...      only these: a test, or a folder of tests (a room, stories, hostile, bench, lint)
sh tests/run.sh bench        the figures, each beside its floor or its target
sh tests/run.sh --list       what there is
sh tests/run.sh --help       this

Two builds, both ignored by git and used again the next time:
  build-sanitized/   with address and undefined-behaviour sanitizers: units, stories, hostile inputs
  build/             as released: what tries very many cases, bench, lint, the pages and the example

What failed is printed with its output. The last line is "N passed, 0 failed", and only then the exit status is 0.
TEXT
}

logs=

# Runs a choice of tests in one build. The verdict is left to count.py, which reads the log: so no status here.
run() { # folder, name of the log, options of meson test...
  folder=$1 log=$1/meson-logs/$2.json
  began=$(date +%s)
  rm -f "$log"
  shift 2
  said=$(meson test -C "$folder" --timeout-multiplier 4 --logbase "$(basename "$log" .json)" "$@" 2>&1 </dev/null)
  if [ ! -f "$log" ]; then
    printf '%s\nmeson could not run the tests in %s/.\n' "$said" "$folder" >&2
    exit 1
  fi
  say tested "$folder/ in $(($(date +%s) - began)) s"
  logs="$logs $log"
}

# Speed, lints, pages and what tries very many cases: as released. All the rest: sanitized.
as_released='bench|lint|exhaustive'

everything() {
  run $sanitized testlog --no-suite bench --no-suite lint --no-suite exhaustive --timeout-multiplier 3
  run $release testlog --suite bench --suite lint --suite exhaustive
  run $release stories first-incident pages
}

list() { meson test -C $sanitized --no-rebuild --list 2>/dev/null | grep ' / ' | sed 's/^[^:]*://' | sort; }

# A folder of tests if there is one of that name, else a test.
only() { # name
  rows=$(list | grep -E -e "^([a-z]+[+])*$1([+][a-z]+)* / " -e " / $1\$")
  if [ -z "$rows" ]; then
    printf 'No test is called "%s". Known: sh tests/run.sh --list\n' "$1" >&2
    exit 2
  fi
  folder=$sanitized
  echo "$rows" | grep -qvE "$as_released" || folder=$release
  if echo "$rows" | grep -qvE " / $1\$"; then set -- "$1" --suite "$1"; else set -- "$1" "$1"; fi
  run $folder "$@" --timeout-multiplier 3
}

case ${1-} in
--help | -h) usage && exit 0 ;;
--list) needs_install && build_sanitized >/dev/null && list && exit 0 ;;
-*) usage >&2 && exit 2 ;;
esac

needs_install && build_sanitized && build_release || exit 1
if [ $# = 0 ]; then everything; fi
for name in "$@"; do only "$name"; done
if [ "$*" = bench ]; then logs="--figures $logs"; fi
# shellcheck disable=SC2086
python3 tests/support/count.py $logs
