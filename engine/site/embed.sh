#!/bin/sh
# Writes the shipped procedure as C:  embed.sh PRESS ROOT OUTPUT DEPFILE
#
# Everything in policies/ playbooks/ lib/ of ROOT, its tests/scenarios/ as scenarios/, and the templates beside this
# script; policies also as PRESS makes them (press.c). The folders stand in the depfile too, so that a new file is
# noticed.
set -eu
LC_ALL=C
export LC_ALL
press=$1 root=$2 output=$3 depfile=$4
here=$root/engine/site

list() { # folder, prefix inside the program
  [ -d "$1" ] || return 0
  (cd "$1" && find . -type f \( -name '*.yaml' -o -name '*.lua' -o -name '*.md' -o -path './machine/*' \) |
    sort | sed "s|^\./|$2/|")
}

path_of() { # name inside the program
  case $1 in
  template/* | demo/*) echo "$here/$1" ;;
  scenarios/*) echo "$root/tests/$1" ;;
  *) echo "$root/$1" ;;
  esac
}

names=$(
  for folder in lib playbooks policies; do list "$root/$folder" "$folder"; done
  list "$root/tests/scenarios" scenarios
  list "$here/template" template
  list "$here/demo" demo
)

bytes() { # name in C, then the bytes on stdin; a NUL behind them
  echo "static const unsigned char $1[] = {"
  od -An -v -tx1 | sed 's/ \(..\)/0x\1,/g'
  echo '0};'
}

{
  echo '#include "site/shipped.h"'
  number=0 rows=
  for name in $names; do
    bytes bytes_$number <"$(path_of "$name")"
    row="\"$name\", bytes_$number, sizeof bytes_$number - 1"
    case $name in policies/*.yaml)
      "$press" "$(path_of "$name")" >"$output.pressed"
      bytes pressed_$number <"$output.pressed"
      row="$row, {pressed_$number, sizeof pressed_$number - 1}" ;;
    esac
    rows="$rows  {$row},
"
    number=$((number + 1))
  done
  rm -f "$output.pressed"
  echo 'const struct shipped_file shipped_files[] = {'
  printf '%s' "$rows"
  echo '};'
  echo "const size_t shipped_count = $number;"
} >"$output"

{
  printf '%s: %s' "$output" "$0"
  for name in $names; do printf ' %s' "$(path_of "$name")"; done
  for folder in lib playbooks policies tests/scenarios; do
    [ ! -d "$root/$folder" ] || find "$root/$folder" -type d | tr '\n' ' ' | sed 's/^/ /'
  done
  find "$here/template" "$here/demo" -type d | tr '\n' ' ' | sed 's/^/ /'
} >"$depfile"
