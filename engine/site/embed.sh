#!/bin/sh
# Writes the shipped procedure as C:  embed.sh ROOT OUTPUT DEPFILE
#
# Everything in policies/ playbooks/ lib/ of ROOT, its tests/scenarios/ as scenarios/, and the templates beside this
# script. The folders stand in the depfile too, so that a new file is noticed.
set -eu
LC_ALL=C
export LC_ALL
root=$1 output=$2 depfile=$3
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

{
  echo '#include "site/shipped.h"'
  number=0
  for name in $names; do
    printf 'static const unsigned char bytes_%s[] = {' $number
    od -An -v -tx1 "$(path_of "$name")" | sed 's/ \(..\)/0x\1,/g'
    echo '0};'
    number=$((number + 1))
  done
  echo 'const struct shipped_file shipped_files[] = {'
  number=0
  for name in $names; do
    echo "  {\"$name\", bytes_$number, sizeof bytes_$number - 1},"
    number=$((number + 1))
  done
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
