#!/bin/sh
# The first thing a stranger runs, run as he does; and what makes it worth running is really said.
. "$(dirname "$0")/../support/story.sh"
export TOCSIN TMPDIR="$place"

run 0 "the first incident runs from the alarm to the audit" sh "$examples/first-incident.sh"
says "a rehearsal explores everything" "every one explored"
says "what needs a manager waits" "WAITS for a yes from management"
says "with no manager in reach it goes ahead" "GOES AHEAD without a yes"
says "revenge is forbidden, approved or not" "FORBIDDEN, whoever asks"
says "a yes lets exactly one act go ahead" "APPROVED, goes ahead"
says "the record is genuine" ": genuine."
says "it runs again from the record" "all the same."
says "a changed letter is found" "was changed after it was sealed"
says "everything stays to be looked at" "Yours to look at"
finish
