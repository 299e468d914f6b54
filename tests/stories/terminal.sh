#!/bin/sh
# At a real terminal: one thing is yours at a time; whatever is no answer is a note.
. "$(dirname "$0")/../support/story.sh"
demo_site
cd "$place" || exit 2
tocsin declare "$examples/web1.yaml" >"$out" 2>"$err"

run 3 "somebody sits before it" python3 "$support/typed.py" \
  "YOUR TURN" "y" "manager1   " "second login, now as backup" "note  " "n" "failed, says technical1" "/status" \
  "people.1             done" "/halp" "/halp is no command" "/quit" -- "$TOCSIN" run I-1
says "he is told whom to call, and the number" "call manager1 at +1 555 0103"
says "and what to say" "say This is Toni Berg, of the incident response team. We have an incident."
says "y answers" "reached"
says "n too" "failed, says technical1"
says "what he asked for is shown" "people.1             done"
says "a command that is none is said" "there are /status and /quit"
says "he is told how it goes on" "It goes on when this is answered:  tocsin run I-1"
run 0 "all of it is in the record" tocsin log I-1
says "the note as typed" "note: second login, now as backup"
says "his answers" "people.1"
says_not "signed, each of them" unsigned
run 3 "the next time he is asked what is left" python3 "$support/typed.py" "YOUR TURN" "^D" -- "$TOCSIN" run I-1
says_not "not what he answered" "YOUR TURN  people.1"
run 0 "the ledger is genuine" tocsin verify --trust "$TOCSIN_SITE/auditors-safe.txt"
run 0 "and the past can be run again" tocsin replay I-1

# Where lines can be taken back, the time that it has been ringing runs beside what is typed: on the line above it.
line_above=$(printf '\033[1A\r  ringing 0:')
tocsin declare "$examples/web1.yaml" >"$out" 2>"$err"
run 3 "while it rings a clock runs" env -u NO_COLOR python3 "$support/typed.py" "$line_above" "a note while it rings" \
  "a note while it rings" "/quit" -- "$TOCSIN" run I-2
run 0 "and what was typed meanwhile is whole" tocsin log I-2
says "in the record" "note: a note while it rings"
finish
