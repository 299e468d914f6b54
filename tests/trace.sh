#!/bin/sh
# The trace from the sources' requirements to code and test, docs/requirements.md, is complete and true:
# all 212 numbers once, every path exists, what is carried has a test, and every test named is in its file.
here=$(cd "$(dirname "$0")" && pwd)
cd "${1:-$here/..}" || exit 2
. "$here/support/tap.sh"

table=docs/requirements.md

# Each row's backticked words: number, column, word. A word with a slash is a path.
words() {
  awk -F ' *[|] *' '/^[|] R[0-9]/ {
    for (column = 3; column <= 4; column++) {
      n = split($column, piece, "`")
      for (i = 2; i <= n; i += 2) print $2, column, piece[i]
    }
  }' $table
}

numbers() {
  awk -F ' *[|] *' '/^[|] R[0-9]/ { print $2 }' $table >"$scratch"
  awk '{ seen[$1]++ }
    END {
      for (i = 1; i <= 212; i++) {
        if (!seen["R" i]) print "R" i " is missing"
        if (seen["R" i] > 1) print "R" i " stands there " seen["R" i] " times"
      }
      for (name in seen) if (name !~ /^R[1-9][0-9]*$/ || substr(name, 2) + 0 > 212) print name " is no number of ours"
    }' "$scratch"
}

missing_paths() {
  words | awk '$3 ~ /\// { print $1, $3 }' | sort -u | while read -r number path; do
    [ -e "$path" ] || echo "$number: there is no $path"
  done
}

# Behind a path, the test column may name single tests of that file.
missing_names() {
  words | awk '$2 == 4 { if ($3 ~ /\//) path = $3; else print $1, path, $3 }' | sort -u |
    while read -r number path name; do
      grep -qF -- "$name" "$path" 2>/dev/null || echo "$number: $name is not in $path"
    done
}

# Rules, playbooks and code may cite only what there is.
invented() {
  find policies playbooks lib scenarios engine -type f 2>/dev/null | xargs grep -HnoE '\bR[0-9]+\b' 2>/dev/null |
    awk -F ':R' '$2 < 1 || $2 > 212 { print $1 ": there is no R" $2 }'
}

untested() {
  awk -F ' *[|] *' '/^[|] R[0-9]/ {
    if ($3 == "not yet") { if ($4 != "") print $2 ": not yet, but a test?" }
    else if ($3 !~ /`[^`]*\/[^`]*`/) print $2 ": carried, but where? (no path)"
    else if ($4 !~ /`(tests|scenarios)\/[^`]*`/) print $2 ": carried, but by what test is that known?"
  }' $table
}

scratch=$(mktemp) || exit 1
trap 'rm -f "$scratch"' EXIT

header='| number | how it is carried | test |'
point "the table has its three columns" "$(grep -qxF "$header" $table || echo "$table lacks: $header")"
point "each of the 212 numbers stands there once" "$(numbers)"
point "every path in it exists" "$(missing_paths)"
point "every test it names is in the file it names" "$(missing_names)"
point "what is carried says where, and has a test" "$(untested)"
point "nothing cites a number that is none" "$(invented)"
finish
