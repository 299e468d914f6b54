#!/bin/sh
# Inside words stay inside (design: a manager reads what we print). Looks at string literals of the rooms that speak.
# What really comes out is read by the story tests/stories/reading-aloud; this one sees sentences no story provokes.
here=$(cd "$(dirname "$0")" && pwd)
cd "${1:-$here/../..}" || exit 2
. "$here/../support/tap.sh"

# Each literal on a line of its own: file:line: text. Comments and includes are no output; "frontier" alone is a member
# of replay --json; "your turn" is English.
literals() {
  find engine/cli engine/screen engine/calling $(ls -d engine/report 2>/dev/null) -name '*.c' | sort |
    while read -r file; do
    awk -v file="$file" '
      /^[ \t]*(\/\*|\*|\/\/|#include)/ { next }
      {
        line = $0
        while (match(line, /"([^"\\]|\\.)*"/)) {
          print file ":" FNR ": " substr(line, RSTART + 1, RLENGTH - 2)
          line = substr(line, RSTART + RLENGTH)
        }
      }' "$file"
  done
}

said=$(literals | grep -v ': frontier$' | sed -E 's/[Yy]our turn|YOUR TURN//g')

point "no inside word reaches the reader" \
  "$(printf '%s\n' "$said" | grep -iE ':.*\b(floor|fold|folded|turns?|worlds?|frontier|priority 0)\b')"
point "no refusal says invalid, failed to, error:" \
  "$(printf '%s\n' "$said" | grep -iE ': .*(\binvalid\b|failed to\b|\berror: )')"
finish
