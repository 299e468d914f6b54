#!/bin/sh
# tocsin: your first incident, from the alarm to the audit. About a minute; nothing leaves this machine.
#
#     sh examples/first-incident.sh
#
# Every command is typed out as you could have typed it, and really run. The clock is the real one.
set -u
cd "$(dirname "$0")/.." || exit 2
top=$PWD
. tests/support/needs.sh

give_up() { # sentence
  printf '\n%s\n' "$1" >&2
  exit 1
}

# ---- build/tocsin, if it is not there yet ----

count_files() { # of ninja's lines "built/all what", shown as they come if somebody looks
  while IFS= read -r line; do
    case $line in
    [0-9]*/[0-9]*) files=${line%% *} && [ -t 1 ] && printf '\r  building       %s files' "$files" ;;
    esac
    printf '%s\n' "$line" >>"$log"
  done
  [ -t 1 ] && printf '\r'
}

build() {
  log=$(mktemp)
  began=$(date +%s)
  [ -f build/build.ninja ] || meson setup build -Dbuildtype=release >"$log" 2>&1 </dev/null ||
    { tail -n 20 "$log"; give_up "meson could not prepare build/ (see above)."; }
  NINJA_STATUS='%f/%t ' ninja -C build tocsin 2>&1 </dev/null | count_files
  [ -x build/tocsin ] || { tail -n 20 "$log"; give_up "build/tocsin could not be built (see above)."; }
  printf '  built          build/tocsin in %s s\n' "$(($(date +%s) - began))"
  rm -f "$log"
}

# ---- telling it ----

step() { # number, question
  printf '\n%s  %s\n' "$1" "$2"
}

# Types a command out, runs it, and insists on the exit status that is meant to come.
show() { # exit status, command
  printf '   $ %s\n' "$2"
  { eval "$2"; echo $? >"$place/.status"; } 2>&1 </dev/null | sed -u 's/^/   /'
  [ "$(cat "$place/.status")" = "$1" ] ||
    give_up "That ended with status $(cat "$place/.status") instead of $1. All of it is still in $place."
}

say() { printf '   %s\n' "$1"; }
