#!/bin/sh
# Everything tocsin claims, tested:  sh tests/run.sh
#
# Builds twice, runs each test where it tells most, and ends with one line: N passed, 0 failed.
# N counts single points: cases of Check, steps of stories, hostile inputs, lints.
set -u
cd "$(dirname "$0")/.." || exit 2
. tests/support/needs.sh

usage() {
  cat <<'TEXT'
sh tests/run.sh              everything: installs what is missing, builds, tests; a minute or two
sh tests/run.sh NAME...      only these: a test, or a folder of tests (a room, stories, hostile, bench, lint)
sh tests/run.sh --list       what there is
sh tests/run.sh --help       this

Two builds, both ignored by git and used again the next time:
  build-sanitized/   with address and undefined-behaviour sanitizers: units, stories, hostile inputs
  build/             as released: stories again, bench, lint

What failed is printed with its output. The last line is "N passed, 0 failed", and only then the exit status is 0.
TEXT
}

sanitized=build-sanitized
release=build
logs=
output=$(mktemp)
trap 'rm -f "$output"' EXIT

say() { printf '  %-14s %s\n' "$1" "$2"; }

give_up() { # sentence
  tail -n 40 "$output"
  printf '\n%s\n' "$1" >&2
  exit 1
}

# Makes or reuses a build folder; it remembers the options it was made with.
configure() { # folder, options...
  folder=$1
  shift
  if [ ! -f "$folder/build.ninja" ]; then
    meson setup "$folder" "$@" || return 1
  elif [ "$(cat "$folder/.options" 2>/dev/null)" != "$*" ]; then
    meson configure "$folder" "$@" || return 1
  fi
  echo "$*" >"$folder/.options"
}

build() { # folder, options...
  began=$(date +%s)
  { configure "$@" && ninja -C "$1"; } >"$output" 2>&1 </dev/null ||
    give_up "$1/ could not be built. If it stems from an older tree, remove it and start again."
  say built "$1/ in $(($(date +%s) - began)) s"
}

build_both() {
  build $sanitized -Dbuildtype=debug -Doptimization=1 -Db_sanitize=address,undefined -Db_lundef=false
  build $release -Dbuildtype=release
}

# Runs a choice of tests in one build. The verdict is left to count.py, which reads the log: so no status here.
run() { # folder, name of the log, options of meson test...
  folder=$1 log=$1/meson-logs/$2.json
  began=$(date +%s)
  rm -f "$log"
  shift 2
  meson test -C "$folder" --no-rebuild --logbase "$(basename "$log" .json)" "$@" >"$output" 2>&1 </dev/null
  [ -f "$log" ] || give_up "meson could not run the tests in $folder/."
  say tested "$folder/ in $(($(date +%s) - began)) s"
  logs="$logs $log"
}

everything() {
  run $sanitized testlog --no-suite bench --no-suite lint --timeout-multiplier 3
  run $release testlog --suite stories --suite bench --suite lint
}

list() { meson test -C $release --no-rebuild --list 2>/dev/null | grep ' / ' | sed 's/^[^:]*://' | sort; }

# A folder of tests if there is one of that name, else a test. Speed and lints as released, all the rest sanitized.
only() { # name
  if list | grep -q "^$1 / "; then set -- "$1" --suite "$1"; else set -- "$1" "$1"; fi
  rows=$(list | grep -e "^$1 / " -e " / $1\$") || give_up "No test is called \"$1\". Known: sh tests/run.sh --list"
  case $rows in
  bench\ * | lint\ *) run $release "$@" ;;
  *) run $sanitized "$@" --timeout-multiplier 3 ;;
  esac
}

case ${1-} in
--help | -h) usage && exit 0 ;;
--list) needs_install && build $release -Dbuildtype=release && list && exit 0 ;;
-*) usage >&2 && exit 2 ;;
esac

needs_install || exit 1
build_both
if [ $# = 0 ]; then everything; fi
for name in "$@"; do only "$name"; done
# shellcheck disable=SC2086
python3 tests/support/count.py $logs
