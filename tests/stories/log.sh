#!/bin/sh
# The chronological log, read at dawn.
. "$(dirname "$0")/../support/story.sh"
demo_site
cd "$place" || exit 2
export TZ=UTC
printf "title: Root logins on web1\nfacts: {kind: penetration}\n" >web1.yaml
echo "title: Harassing mail" >mail.yaml

run 0 "a new site has a log" tocsin log
says "of how it began" "the ledger of corp.test begins, with 11 people"
tocsin declare web1.yaml >"$out" 2>"$err"
tocsin note first >"$out" 2>"$err"
run 0 "with one incident open that is meant" tocsin log
says "its declaration" "technical1    declared: Root logins on web1"
says "its notes" "note: first"
says_not "and nothing else" "the ledger of"
says "under the day" "(UTC)"
run 0 "all there is can be asked for" tocsin log --all
says "then each line names its incident" "I-1  note: first"
tocsin declare mail.yaml >"$out" 2>"$err"
run 0 "with two open everything is shown" tocsin log
says "the attack" "I-1  declared: Root logins on web1"
says_not "not what may be a violation" "Harassing mail"
says "which is read by itself" "I-2 is a case and is read by itself"
run 0 "one can be named" tocsin log I-2
says_not "then only that" "Root logins"
run 0 "in JSON" tocsin --json log I-1
holds "the incident" "I-1" incident
holds "the entries in order" "declare" entries 0 type
holds "with who" technical1 entries 1 actor
holds "with their bodies" "first" entries 1 body text
holds "with a plain line" "note: first" entries 1 words
refused 4 "of an incident that is not there nothing is shown" "Nothing is shown to you here" tocsin log I-7
says_not "nor of any other" "web1"
run 2 "what is no incident is said" tocsin log web1
says "with how they are called" "I-1"
run 0 "a note of two lines stays readable" tocsin note I-1 "one
two"
run 0 "as the log shows" tocsin log I-1
says "it" "note: one"

run 0 "bare tocsin shows what is open" tocsin
says "both" "I-2   a case"
says "what to do" "tocsin note TEXT"
says "whom to call" "Toni Berg"
says_not "but no number: it stands where it is dialled" "555 0"
run 0 "the log of a site somebody else reads" env -u TOCSIN_AS "$TOCSIN" log I-1
# ---- through a pipe ----

for number in 1 2 3 4 5 6 7 8 9 10 11 12; do
  tocsin note I-1 "a long one, $number: $(head -c 9000 /dev/zero | tr '\0' z)" >"$out" 2>"$err"
done
{ "$TOCSIN" log I-1 2>"$err"; echo $? >left; } | head -n 1 >"$out"
point "who has seen enough may stop reading" "$([ "$(cat left)" = 0 ] && [ ! -s "$err" ] || cat "$err")"
finish
