#!/bin/sh
# What people state outside the playbook: what already happened, whom they spoke with, who is of the team.
. "$(dirname "$0")/../support/story.sh"
demo_site
cd "$place" || exit 2
export TZ=UTC
cat >repeated.yaml <<'YAML'
title: Repeated attacks from one address
declared_by: technical1
facts: {kind: penetration, active: true}
source: {addresses: [203.0.113.7], parties: [Elsewhere Net]}
subjects: [hr1]
YAML
run 0 "repeated attacks from one address are declared" tocsin declare repeated.yaml

# ---- did: scenario 3, the registered administrator was called before anybody declared anything ----

run 0 "the call that was already made is told" tocsin --json did contact.technical_contact \
  destination="+1 555 0198" person="the registered administrator" said="he looks into it" \
  --at 00:00 --because "he stands in the register"
holds "with the authority it lacked" approval verdict
holds "and whose yes it would have taken: he stands in no list of contacts" '["senior_management"]' from
holds "and what it was" done status
holds "signed" true signed
holds "it is no step" null step
run 0 "what one of the team may" tocsin --json did I-1 network.block target=203.0.113.7
holds "he was allowed" preauthorized verdict
run 4 "who is not shown it is told nothing of it" \
  tocsin --as auditor1 did I-1 network.block target=203.0.113.7 --because "I stood next to it"
says "and what he did is recorded" "It is recorded all the same"
run 0 "as what it was" tocsin log I-1
says "with the authority it lacked" "needed a yes); because I stood next to it"
run 0 "in words" tocsin did I-1 network.block target=203.0.113.7 --at now
says "what was allowed is called so" "it was preauthorized"
run 0 "that somebody agreed is kept as what it is" tocsin did network.disconnect what=web1 --agreed manager1
says "one's own word" "That manager1 agreed is recorded as your word"
run 0 "what is forbidden is recorded all the same" tocsin did contact.attacker destination=203.0.113.7 \
  --because "I did not know"
says "and named as that" "FORBIDDEN, whoever does it"
says "and stays a finding" "finding of this incident"
run 0 "in JSON too" tocsin --json did isp.contact destination="Elsewhere Net"
holds "the provider who is the attacker's counts as the attacker" forbidden verdict
holds "and is a finding" true finding
holds "and what was not said can be asked" '["person", "number"]' wanted
run 0 "a destination nobody can read is recorded" tocsin --json did isp.contact destination=300.1.1.1
holds "and never counts as allowed" forbidden verdict
run 0 "the log tells all of it" tocsin log
says "what was done" "did: Block 203.0.113.7 at our border: done"
says "without any authority" "forbidden)"
says "and why" "because I did not know"

refused 2 "a misspelt action is asked back" 'did you mean "network.block"?' tocsin did network.blok target=web1
refused 2 "so is a misspelt name" 'did you mean "target"?' tocsin did network.block targt=web1
refused 2 "what has not been yet was not done" "has not been yet" tocsin did network.block --at "2099-01-01 00:00"
refused 2 "no time is guessed" "is no time that is understood" tocsin did network.block --at "half past three"
refused 2 "no day that is none" "is no time that is understood" tocsin did network.block --at "2026-02-30 03:00"
refused 2 "what ended otherwise is no outcome" "not \"denied\"" tocsin did network.block status=denied
refused 2 "nobody unknown agreed" "nobody here is called manager9" tocsin did network.block --agreed manager9
refused 2 "an action must be named" "what was done?" tocsin did I-1 target=web1
run 4 "what a subject says he did" tocsin --as hr1 did I-1 network.block --because "I say so"
run 0 "is a note" tocsin log I-1
says "and nothing else" "note: did I-1 network.block --because I say so"

# ---- why may follow ----

entry=$(tocsin --json log | python3 -c '
import json, sys
print(next(e["seq"] for e in json.load(sys.stdin)["entries"] if e["type"] == "did" and "because" not in e["body"]))')
run 0 "why may follow" tocsin note --on "$entry" --why "new logins every second"
run 0 "and stands in the log" tocsin log
says "linked" "why entry $entry: new logins every second"
run 0 "an entry that is not there costs no note" tocsin note --on 9999 "something"
says "it is said" "There is no entry 9999"

# ---- spoke ----

run 0 "who called is recorded" tocsin spoke who="A caller" organisation="Other Site" number="+1 555 0100" \
  direction=in means=telephone said="your web1 attacks us"
run 0 "also without a number" tocsin spoke I-1 who="A desk officer"
says "which will be asked" "His number is not known yet"
run 0 "one of ours needs none" tocsin spoke who=manager1 said="will come"
says_not "for the roster has it" "number"
run 0 "a mail is recorded" tocsin spoke who="Somebody" number="+1 555 0101" means="by E-Mail"
says "and is a finding" "kept as a finding"
run 0 "the mailbox of a telephone is the telephone" tocsin spoke who="Somebody" number="+1 555 0101" means=voicemail
says_not "and no finding" finding
run 0 "the log tells whom" tocsin log
says "who called" "was called by A caller of Other Site, by telephone: your web1 attacks us"
refused 2 "somebody it was" "with whom?" tocsin spoke said=hello
refused 2 "a direction is in or out" "not \"up\"" tocsin spoke who=X direction=up
refused 2 "a number has digits" "has no digit" tocsin spoke who=X number=none

# ---- the team ----

run 0 "who declared coordinates" tocsin --json status
holds "by name" technical1 coordinator
run 0 "others join" tocsin --as technical2 join --as-what "watches the firewall"
says "the team" "technical2 is of the team of I-1"
run 0 "or are said to have" tocsin join manager1
run 0 "it is handed over" tocsin handover technical2 --because "off to bed"
says "to one" "technical2 has taken over I-1"
run 0 "who leaves without handing over" tocsin --as technical2 leave
says "leaves it to the one who was there longest" "technical1 coordinates"
run 0 "status shows it" tocsin status
says "in one line" "team       technical1 coordinates; with manager1"
run 0 "also in JSON" tocsin --json status
holds "with what each does" "watches the firewall" team 1 part
run 0 "the log has it" tocsin log
says "all of it" "technical2 coordinates from now on, after technical1: off to bed"
refused 2 "who is not there cannot leave" "is not of the team" tocsin leave legal1
refused 2 "only the response team coordinates" "is not of it" tocsin handover auditor1
refused 2 "nobody is taken over twice" "coordinates already" tocsin handover technical1
refused 4 "a subject is never of the team" "hr1 is a subject of I-1" tocsin join hr1

# ---- what is only doubtful ----

grep -v "^subjects" repeated.yaml >nobody.yaml
run 0 "another attack is declared" tocsin declare nobody.yaml
run 0 "somebody says without a key that it is a minor one" env -u TOCSIN_AS "$TOCSIN" fact I-2 priority=5 \
  --because "it is quiet"
run 0 "then it may be that, or an attack" tocsin --json did I-2 network.block target=203.0.113.7
holds "and what only one of them allows was not allowed" approval verdict

run 0 "all of it is genuine" tocsin verify --trust "$TOCSIN_SITE/auditors-safe.txt"
finish
