#!/bin/sh
# The measure: what does not fit on a screen is read by nobody. Functions are meant to have 12 lines and files one idea;
# these are the ends of our patience, not the aim.
here=$(cd "$(dirname "$0")" && pwd)
cd "${1:-$here/../..}" || exit 2
. "$here/lint.sh"

tab=$(printf '\t')

long_files() { # most lines, files...
  most=$1
  shift
  wc -l "$@" /dev/null | awk -v most="$most" '$2 != "total" && $1 > most { print $2 ": " $1 " lines, at most " most }'
}

# A function's body opens with a brace alone in the first column, and so it ends (.clang-format).
long_functions() { # most lines, files...
  most=$1
  shift
  awk -v most="$most" '
    FNR == 1 { began = 0 }
    /^[A-Za-z]/ { head = $0 }
    /^\{$/ { began = FNR }
    /^\}$/ && began {
      if (FNR - began + 1 > most) print FILENAME ":" began ": " FNR - began + 1 " lines, at most " most ": " head
      began = 0
    }' "$@" /dev/null
}

point "no file is longer than 450 lines, but what a program wrote" \
  "$(long_files 450 $(sources c h lua sh py | grep -v ^lib/meta/))"
point "no header is longer than 160 lines" "$(long_files 160 $(find engine -name '*.h'))"
point "no playbook is longer than 100 lines" "$(long_files 100 $(sources lua | grep '^playbooks/'))"
point "no function is longer than 60 lines" "$(long_functions 60 $(sources c))"
point "no line is wider than 120, but where a program wrote it" \
  "$(LC_ALL=C.UTF-8 grep -HnE '^.{121,}' $(sources c h lua sh py yaml build | grep -v ^lib/meta/) /dev/null |
  cut -c 1-100)"
point "no tab and no blank at the end of a line" \
  "$(LC_ALL=C.UTF-8 grep -HnE "$tab|[ ]\$" $(sources c h lua sh py yaml build) /dev/null | cut -c 1-100)"
finish
