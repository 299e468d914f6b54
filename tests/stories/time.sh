#!/bin/sh
# What time it is: what has passed is measured, whatever the clock on the wall says; and no hour that people type is
# guessed.
. "$(dirname "$0")/../support/story.sh"
demo_site
cd "$place" || exit 2
export TZ=Europe/Warsaw
# A sanitized program wants to be loaded before everything else; faketime comes before it.
export ASAN_OPTIONS="verify_asan_link_order=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}"
echo "title: Somebody noticed something" >any.yaml
run 0 "an incident is declared" tocsin declare any.yaml

# ---- times that people type ----

did() { tocsin --json did I-1 notify.irt --because "told afterwards" --at "$1"; }
typed() { # sentence, as typed, as converted
  run 0 "$1" did "$2"
  point "    and it is $3" "$(tocsin --json log I-1 | grep -qF "\"at\": \"$3\"" || shown)"
}
if [ "$(TZ=Europe/Warsaw date -d 2026-07-01T12:00Z +%H)" = 14 ]; then
  typed "a time without a zone is local" "2026-07-01 10:00" 2026-07-01T08:00:00.000000Z
  run 0 "what was typed is kept, with its zone" tocsin --json log I-1
  says "beside what it became" '"at_typed": "2026-07-01 10:00 +02:00"'
  run 0 "the log shows it" tocsin log I-1
  says "with its zone, for now there may be another" "at 2026-07-01 10:00"
  typed "a time in UTC" "2026-06-30T10:00:00Z" 2026-06-30T10:00:00.000000Z
  typed "with an offset" "2026-06-29 10:00+05:30" 2026-06-29T04:30:00.000000Z
  typed "with one to the west" "2026-06-28 22:00 -0400" 2026-06-29T02:00:00.000000Z
  typed "before 1970" "1969-12-31 23:59:59" 1969-12-31T22:59:59.000000Z
  refused 2 "an hour that never was" "02:30 never was on 2026-03-29" did "2026-03-29 02:30"
  says "is asked again, with the ways to write it" "2026-03-29 02:30+01:00 or 2026-03-29 02:30+02:00"
  refused 2 "an hour that was twice" "02:30 was twice on 2026-10-25" did "2026-10-25 02:30"
  says "is asked again, too" "2026-10-25 02:30+02:00 was the first, 2026-10-25 02:30+01:00 the second"
  typed "the first of the two" "2026-10-25 02:30+02:00" 2026-10-25T00:30:00.000000Z
  typed "the second" "2026-10-25 02:30+01:00" 2026-10-25T01:30:00.000000Z
  run 0 "where they are shown" tocsin log I-1
  says "nobody takes one for the other" "at 2026-10-25 02:30 +02:00"
  says "nor the other for the one" "at 2026-10-25 02:30 +01:00"
  refused 2 "spoke guesses none either" "was twice" tocsin spoke I-1 who=x at="2026-10-25 02:30"
else
  point "times that people type # skip no time zones here" ""
fi
refused 2 "a year nobody has" "is no time that is understood" did "99999-01-01 00:00"
refused 2 "a time to come" "has not been yet" did "9998-01-01 00:00Z"

# ---- clocks that are wrong ----

cat >web1.yaml <<'YAML'
title: Root logins on web1
declared_by: technical1
facts: {kind: penetration, active: true, serious: true, origin: outside, confirmed: suspected}
source: {addresses: [203.0.113.7]}
systems: [{name: web1, address: 192.0.2.10}]
YAML
cat >quiet.yaml <<'YAML'
answers: {notify.irt: {}, fact.establish: {value: unknown}}
YAML
if command -v faketime >/dev/null; then
  run 0 "an attack is declared" tocsin declare web1.yaml
  run 3 "and run; management is called" tocsin run I-2 --answers quiet.yaml
  run 3 "a clock six minutes ahead" faketime -f +6m "$TOCSIN" run I-2 --answers quiet.yaml
  run 0 "does not make the wait for management pass" tocsin status I-2
  says_not "so nothing is preauthorized by it" "attack-call-the-provider"
  run 3 "nor does one a century ahead" faketime -f +100y "$TOCSIN" run I-2 --answers quiet.yaml
  run 0 "nor a century behind" faketime -f -50y "$TOCSIN" note I-2 "what year is it?"
  run 0 "how things stand" tocsin status I-2
  says_not "is as before" "attack-call-the-provider"
  says "and that the clock was wrong is said" "clock      was set, or wrong"
  run 0 "the ledger is genuine" tocsin verify
  says "which names it, too" "the clock of the machine was set, or wrong"
  run 0 "and it runs again from the record" tocsin replay --all
  says "which says so as well" "The clock of the machine was set, or wrong"
  run 0 "the log tells it" tocsin log --all
  says "in words" "the clock of the machine says"
else
  point "clocks that are wrong # skip no faketime here" ""
fi

# ---- another boot ----

if command -v faketime >/dev/null && unshare -T --boottime 1 true 2>/dev/null; then
  restarted() { unshare -T --boottime 360 faketime -f +6m "$TOCSIN" run I-2 --answers quiet.yaml; }
  run 3 "the machine was started again, and six minutes are gone by its clock" restarted
  run 0 "but nobody measured them" tocsin status I-2
  says_not "so the wait has not passed" "attack-call-the-provider"
  run 0 "the log" tocsin log I-2
  says "says from where on it is measured" "goes on after a restart; what is waited for is measured from here on"
  run 0 "all of it replays" tocsin replay --all
  run 0 "and is genuine" tocsin verify
else
  point "another boot # skip no faketime, or no time namespaces, here" ""
fi
finish
