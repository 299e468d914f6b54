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
sh tests/run.sh              everything: installs what is missing, builds, tests; ten minutes on two cores
sh tests/run.sh NAME...      only these: a test, or a folder of tests (a room, stories, hostile, bench, lint);
                             seconds for a room, once it is built
sh tests/run.sh bench        the figures, each beside its floor or its target
sh tests/run.sh --list       what there is
sh tests/run.sh --help       this

Two builds, both ignored by git and used again the next time:
  build-sanitized/   with address and undefined-behaviour sanitizers: units, stories, hostile inputs
  build/             as released: what tries very many cases, bench, lint, the pages and the example

How far it is, is said all the time. What failed is printed with its output. The last line is "N passed, 0 failed",
and only then the exit status is 0.
TEXT
}

logs=

# Runs a choice of tests in one build. The verdict is left to count.py, which reads the log: so no status here.
run() { # folder, name of the log, options of meson test...
  folder=$1 log=$1/meson-logs/$2.json
  began=$(date +%s)
  rm -f "$log"
  shift 2
  python3 tests/support/progress.py "$folder" \
    meson test -C "$folder" --timeout-multiplier 4 --logbase "$(basename "$log" .json)" "$@" 8>&-
  if [ ! -f "$log" ]; then
    cat "$folder/meson-logs/said.txt" >&2
    printf '\nmeson could not run the tests in %s/.\n' "$folder" >&2
    exit 1
  fi
  say tested "$folder/ in $(($(date +%s) - began)) s"
  logs="$logs $log"
}

# Two at once would write the same logs. Descriptor 8 holds the lock until this shell ends.
alone() {
  build_ground $sanitized && build_ground $release || return 1
  exec 8>$sanitized/.tests
  flock -n 8 && return 0
  printf 'These tests are running already, in another terminal. Wait until they are through, or end them.\n' >&2
  return 1
}

# Some have a python3 that first looks for the real one (pyenv): almost a second a start, and stories start hundreds.
real_python() {
  mkdir -p $sanitized/.bin
  ln -sf "$(python3 -c 'import sys; print(sys.executable)')" $sanitized/.bin/python3
  PATH=$PWD/$sanitized/.bin:$PATH
  export PATH
}

# Speed, lints and what tries very many cases: as released. All the rest: sanitized. What pages and the example show is
# run as their readers run it; what they do, stories do with sanitizers.
as_released='bench|lint|exhaustive|shown'

everything() {
  build_sanitized && build_release || exit 1
  run $sanitized testlog --no-suite bench --no-suite lint --no-suite exhaustive --no-suite shown
  run $release testlog --suite bench --suite lint --suite exhaustive --suite shown
}

list() { meson test -C $sanitized --no-rebuild --list 2>/dev/null | grep ' / ' | sed 's/^[^:]*://' | sort; }

names() { sed 's|.* / ||' | sort -u; }

# A folder of tests if there is one of that name, else a test. Names have no blanks, and are meant to split.
only() { # name
  suite="--suite $1"
  rows=$(list | grep -E "^([a-z]+[+])*$1([+][a-z]+)* / ")
  [ -n "$rows" ] || { suite= && rows=$(list | grep -E " / $1\$"); }
  if [ -z "$rows" ]; then
    printf 'No test is called "%s". Known: sh tests/run.sh --list\n' "$1" >&2
    exit 2
  fi
  careful=$(echo "$rows" | grep -vE "$as_released" | names)
  quick=$(echo "$rows" | grep -E "$as_released" | names)
  # shellcheck disable=SC2086
  {
    [ -z "$careful" ] || run $sanitized "$1" $suite $careful
    [ -z "$quick" ] || run $release "$1" $suite $quick
  }
}

case ${1-} in
--help | -h) usage && exit 0 ;;
-*) [ "$1" = --list ] || { usage >&2 && exit 2; } ;;
esac

needs_install && alone && real_python && build_prepare || exit 1
if [ "${1-}" = --list ]; then list && exit 0; fi
if [ $# = 0 ]; then everything; fi
for name in "$@"; do only "$name"; done
if [ "$*" = bench ]; then logs="--figures $logs"; fi
# shellcheck disable=SC2086
python3 tests/support/count.py $logs
