#!/bin/sh
# Ranks go one way: a room includes itself and rooms of strictly lower rank (engine/README.md).
# The order is read where the build has it, in engine/meson.build: subdir('base')  # 0
here=$(cd "$(dirname "$0")" && pwd)
cd "${1:-$here/../..}" || exit 2
. "$here/../support/tap.sh"

ranks=$(awk -F "[' ]+" '/^subdir/ { if (match($0, /# *[0-9]+/)) rank = substr($0, RSTART + 1) + 0; print $2, rank }' \
  engine/meson.build | tr -d '()')

# Includes as "file room line"; then each judged by the two ranks.
upward() { # files of rooms
  grep -Hn '^#include "[a-z_]*/' "$@" 2>/dev/null | sed -E 's/^([^:]+):([0-9]+):#include "([a-z_]+)\/.*/\1 \2 \3/'
}

judge() { # which path component names the room, may the same rank's own room be used
  awk -v ranks="$ranks" -v component="$1" '
    BEGIN { n = split(ranks, words, /[ \n]+/); for (i = 1; i < n; i += 2) rank[words[i]] = words[i + 1] }
    {
      split($1, path, "/"); room = path[component]
      if (room == $3 || !(room in rank)) next
      if (!($3 in rank)) print $1 ":" $2 ": " $3 " is no room"
      else if (rank[$3] >= rank[room])
        print $1 ":" $2 ": " room " (" rank[room] ") includes " $3 " (" rank[$3] ")"
    }'
}

unranked=$(for folder in engine/*/; do
  room=$(basename "$folder")
  echo "$ranks" | grep -q "^$room [0-9]" || echo "engine/$room has no rank in engine/meson.build"
done)

point "every room has a rank" "$unranked"
point "the map in engine/README.md shows the same rooms and ranks" "$(echo "$ranks" | while read -r room rank; do
  grep -q "^| $rank | \`$room/\` |" engine/README.md || echo "engine/README.md has no row for $room, rank $rank"
done)"
point "a room includes only rooms of lower rank" "$(upward $(find engine -name '*.[ch]') | judge 2)"
point "a unit test includes only its room and what is below" "$(upward $(find tests/unit -name '*.[ch]') | judge 3)"
point "drivers never see ledger, policy or script" \
  "$(grep -HnE '^#include "(ledger|policy|script)/' -r engine/drivers 2>/dev/null)"
point "what explores cannot act: it sees no driver but its rehearsing half" \
  "$(grep -HnE '^#include "(drivers/(driver|warden|manual|capture|copy|command)|live/)' -r engine/explore 2>/dev/null)"
finish
