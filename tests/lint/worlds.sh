#!/bin/sh
# No code asks which world it is in: a difference between live, drill, dry-run and replay is a column of the table in
# engine/run/world.c, or it does not exist. One flag for each soon means that nobody knows which combinations there are.
here=$(cd "$(dirname "$0")" && pwd)
cd "${1:-$here/../..}" || exit 2
. "$here/../support/tap.sh"

files=$(find engine -name '*.[ch]' ! -path engine/run/world.c ! -path engine/run/world.h)
name='(world_|WORLD_)(live|drill|dry_run|replay|LIVE|DRILL|DRY_RUN|REPLAY)'

point "no world is compared outside the table of worlds" \
  "$(grep -HnE "[=!]= *&?$name|$name *[=!]=|case +$name" $files)"
point "no world is told by its name outside the table of worlds" \
  "$(grep -HnE 'world[a-z_>.-]*name|str(case)?cmp\([^)]*world' $files | grep -E 'cmp|equal')"
point "nobody keeps a flag for a world of his own" \
  "$(grep -HnE '\bbool +(is|in)_?(live|drill|dry_run|dryrun|replay|replaying|rehearsal|resuming|exploring)\b' $files)"
finish
