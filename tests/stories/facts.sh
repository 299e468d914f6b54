#!/bin/sh
# What becomes known: the priority follows, an address of ours turns out to be the attacker's, a subject is shut out.
. "$(dirname "$0")/../support/story.sh"
demo_site
cd "$place" || exit 2

cat >web1.yaml <<'YAML'
title: Logins on web1
declared_by: technical1
facts: {kind: penetration}
source: {addresses: [203.0.113.7, 192.0.2.66]}
subjects: [manager2]
YAML
run 0 "something is declared of which little is known" tocsin declare web1.yaml

run 0 "a fact is stated" tocsin --json fact active=yes --because "new logins every minute"
holds "and makes it urgent" "1" priority
holds "beyond doubt" "[1]" candidates
holds "which it was not before" "[1, 3, 5]" before candidates
run 0 "it can turn out otherwise" tocsin fact I-1 active=no serious=y --because "the last one was at noon"
says "and says what that changes" "I-1 was priority 1 and is priority 3 now"
says "in the words of the procedure" "PRIORITY 3: Serious penetration, over for now"
run 0 "what nobody knows after all is taken back" tocsin fact active=? --because "the clock of web1 is wrong"
says "and what else it could be is said" "could also be"
run 0 "status shows it" tocsin status
says "as known" "kind penetration"
says "and as not known" "unknown    active"

run 2 "a misspelt fact is refused" tocsin fact seriuos=yes --because x
says "with the nearest" 'did you mean "serious"?'
run 2 "so is a value it cannot have" tocsin fact origin=moon --because x
says "with those it can" "outside, inside, unknown"
run 2 "and what only calls can show" tocsin fact management_available=no --because x
says "with what to do instead" "call the managers first"
run 2 "why must be said" tocsin fact active=yes
says "so that others can judge it" "--because"
run 2 "a fact without a value is no fact" tocsin fact active --because x
run 2 "nor is nothing" tocsin fact I-1 --because x

run 0 "an address of ours is the attacker's once somebody signs it" \
  tocsin fact source.confirmed=192.0.2.66 --because "its owner denies"
says "which counts from then on" "192.0.2.66 counts as the attacker's from now on."
run 2 "that is said once" tocsin fact source.confirmed=192.0.2.66 --because again
says "and known" "counts as the attacker's already"
run 2 "not of others" tocsin fact source.confirmed=198.51.100.9 --because x
run 2 "and never without a key" tocsin --as technical1 --key nowhere.pem fact source.confirmed=192.0.2.66 --because x

run 4 "a subject is shown nothing" tocsin --as manager2 status I-1
says "and not told why" "Nothing is shown to you here"
says_not "in no word" subject
run 4 "nothing he states counts" tocsin --as manager2 fact I-1 active=no --because "I say so"
run 4 "and he closes nothing" tocsin --as manager2 close I-1
run 4 "nor to one who reports to him" tocsin --as technical2 status I-1
run 0 "the list of what waits leaves it out" tocsin --as manager2 tasks
says_not "altogether" I-1
run 2 "and a verb that does not name it finds none" tocsin --as manager2 status
says "as if there were none" "no incident is open"
run 0 "so does bare tocsin" tocsin --as manager2
says_not "as well" "Logins on web1"
run 0 "a plan is made of what was said, whatever was noted in between" tocsin dry-run I-1
finish
