#!/bin/sh
# The first thing a stranger runs, run as he does, in a place with a blank in its name; and what makes it worth running
# is really said.
. "$(dirname "$0")/../support/story.sh"
mkdir "$place/a place"
export TOCSIN TMPDIR="$place/a place"

run 0 "the first incident runs from the alarm to the audit" sh "$examples/first-incident.sh"
says "it says beforehand whose files are saved, and how much" "The files that are saved come with the demo"
says "a rehearsal explores everything" "every one explored"
says "what needs a manager waits" "WAITS for a yes from management"
says "with no manager in reach it goes ahead" "GOES AHEAD without a yes"
says "revenge is forbidden, approved or not" "FORBIDDEN, whoever asks"
says "a yes lets exactly one act go ahead" "APPROVED, goes ahead"
says "the record is genuine" ": genuine."
says "it runs again from the record" "all the same."
says "a changed letter is found" "was changed after it was sealed"
point "that is said in two screens" "$(awk 'END { if (NR > 90) print NR " lines" }' "$out")"
says "everything stays to be looked at" "Yours to look at"

# ---- what to do next can be done as it stands there ----

sed -n 's/^   \(export PATH=\)/\1/p' "$out" >"$place/pasted"
sed -n 's/^   the record  *//p' "$out" >>"$place/pasted"
echo 'ls "$top/docs/tour.md"' >>"$place/pasted"
unset TOCSIN_SITE
run 0 "the line to paste finds the program, the company and the tour" sh "$place/pasted"
says "which are there" "declared: Repeated root logins on web1"
says "with the tour" "docs/tour.md"
run 0 "the demo brings logs of its own" sh -c 'cat "$1"/*/company/machine/var/log/auth.log' sh "$TMPDIR"
point "and they are what was saved" "$(
  grep -rqF -f "$out" "$TMPDIR"/*/company/archive/working || echo "that log is not in the archive")"

# ---- where nothing can be written ----

export TMPDIR=/nowhere/at/all
run 1 "without a place for it nothing is begun" sh "$examples/first-incident.sh"
says "and one sentence says why" "No folder can be made in /nowhere/at/all"
says "and what to type" "TMPDIR=/another/place sh"
finish
