#!/bin/sh
# How an incident ends: contained, over, everybody told, everything settled and signed, closed.
. "$(dirname "$0")/../support/story.sh"
demo_site
cd "$place" || exit 2
export TZ=UTC
cat >web1.yaml <<'YAML'
title: Root logins on web1
declared_by: technical1
facts: {kind: penetration, active: true, compromised: false}
source: {addresses: [203.0.113.7]}
systems: [{name: web1, address: 192.0.2.10, owner: manager2}]
subjects: [hr1]
people: [{name: A caller, phone: "+1 555 0100", part: reported it}]
YAML
printf 'answers:\n  "*": {}\n' >answers.yaml
playbook <<'LUA'
return playbook {
  name = "priority-1", title = "Attack in progress", accepts = { priority = 1 },
  run = function (incident)
    evidence.capture { items = "everything", systems = incident.systems }
    notify.management {}
    notify.irt {}
    host.isolate { system = "web1" }
  end,
}
LUA
dids() { # what the rules want done, outside the playbook
  tocsin did I-"$1" evidence.label what="tape 1" >"$out" 2>"$err" &&
    tocsin did I-"$1" evidence.write_protect what="tape 1" >"$out" 2>"$err" &&
    tocsin did I-"$1" postmortem.hold present=everybody changes=none >"$out" 2>"$err"
}

# ---- with everything met ----

run 0 "an attack is declared" tocsin declare web1.yaml
run 3 "nothing was run" tocsin close
says "so nobody was told, and nothing is closed" "it was never run"
run 0 "it is run to its end" tocsin run I-1 --answers answers.yaml
run 3 "that its run has ended does not mean that it is over" tocsin close
says "which somebody says" "nobody has said that it is over"
says "in one line" "tocsin over I-1"
refused 4 "not just anybody" "Nothing is shown to you here" tocsin --as auditor1 over I-1
refused 4 "no subject" "Nothing is shown to you here" tocsin --as hr1 over I-1
refused 4 "nobody without a key" "Nothing is shown to you here" tocsin --key nowhere.pem over I-1
run 0 "it is contained" tocsin contained --because "no login for an hour"
run 0 "said again" tocsin contained
says "it stays as it was" "is contained since"
run 0 "it is over" tocsin --json over --because "web1 is back"
holds "which is its state" over state
point "everybody who had to do with it is left to tell" "$(python3 -c '
import json, sys
people = {one["who"]: one for one in json.load(open(sys.argv[1]))["people"]}
good = {"technical1", "manager1", "outsider-1"} <= people.keys() and not any(p["told"] for p in people.values())
print("" if good else people)' "$out" | grep .)"
tocsin spoke who="A caller" said="we told him" >"$out" 2>"$err"
run 0 "asked again" tocsin over
says "who was told since stands apart" "told since
  outsider-1"
says "who was not, too" "left to tell"
says "and nothing more is recorded" "is over since"

run 3 "what is owed keeps it open" tocsin close I-1
says "each by name" "media-labelled"
says "with what to do" "evidence.label"
says "what was isolated" "not taken back: Take web1 off the network (host.release; or tocsin keep I-1 main.4"
says "who has not signed" "not signed by technical1"
says "and how it can be closed as it is" "tocsin close I-1 --with-findings"
run 3 "as JSON" tocsin --json close
point "all of it" "$(python3 -c '
import json, sys
owed = {one["id"]: one for one in json.load(open(sys.argv[1]))["obligations"]}
wanted = {"media-labelled", "media-write-protected", "post-mortem", "everybody-signed", "what-was-cut-off-is-settled"}
good = owed.keys() == wanted and all(one["do"] and one["because"] for one in owed.values())
print("" if good else json.dumps(owed, indent=1))' "$out" | grep .)"

refused 2 "what stays has an owner and an end" "until when?" tocsin keep main.4 --owner manager2
refused 2 "an end that is to come" "has been" tocsin keep main.4 --owner manager2 --until 2020-01-01
refused 2 "only what can be taken back stays" "main.4  Take web1 off the network" \
  tocsin keep main.2 --owner manager2 --until 2099-12-31
run 0 "it is kept" tocsin keep I-1 main.4 --owner manager2 --until 2099-12-31 --because "it is built anew"
says "until a day" "stays until 2099-12-31; it is manager2's"
dids 1
run 0 "who acted signs" tocsin sign
says "under all there is" "Everybody who acted has signed"
tocsin --as manager1 note I-1 "I was there" >"$out" 2>"$err"
run 3 "who acts later" tocsin close
says "has to sign as well" "not signed by manager1"
refused 2 "nobody excuses himself" "you are here" tocsin --as manager1 sign --unavailable manager1 --because x
refused 2 "who did nothing needs no excuse" "did nothing in I-1" tocsin sign --unavailable legal1 --because x
refused 2 "why he does not sign is said" "--because" tocsin sign --unavailable manager1
refused 4 "no subject signs" "Nothing is shown to you here" tocsin --as hr1 sign I-1
run 0 "that he cannot is recorded" tocsin sign --unavailable manager1 --because "in hospital"
refused 4 "no subject closes" "Nothing is shown to you here" tocsin --as hr1 close I-1
refused 4 "nor does anybody without a key" "Nothing is shown to you here" tocsin --key nowhere.pem close I-1
run 0 "with everything met it is closed" tocsin --json close
holds "as such" closed state
holds "with nothing left" "[]" obligations
holds "and it says how soon management heard of it" 0 minutes_to_management
run 0 "status shows how far it came" tocsin status I-1
says "when it was over" "over"
says "and how soon management heard" "Management heard of it within a minute."
run 0 "the log has all of it" tocsin log I-1
says "what stays" "until 2099-12-31, owned by manager2: it is built anew"
says "who vouches" "vouches for the"
says "and who does not" "manager1 does not sign: in hospital"
run 0 "and it replays" tocsin replay I-1
refused 2 "nothing is over twice" "I-1 is closed" tocsin over I-1

# ---- with findings ----

tocsin declare web1.yaml >"$out" 2>"$err"
tocsin run I-2 --answers answers.yaml >"$out" 2>"$err"
tocsin spoke I-2 who="Somebody else" means=e-mail said="see attachment" >"$out" 2>"$err"
tocsin did I-2 contact.attacker destination=203.0.113.7 >"$out" 2>"$err"
run 0 "what was forbidden stays named" tocsin status I-2
says "in red letters" "what is forbidden was done"
says "what went by mail, too" "by e-mail, which others may read"
run 0 "as JSON" tocsin --json status I-2
holds "each of it" forbidden findings 0 kind
refused 3 "or dismissed" "nobody has said that it is over" tocsin --as manager1 close I-2 --with-findings
tocsin over I-2 >"$out" 2>"$err"
run 3 "whose number is not known is asked for" tocsin close I-2
says "by name" "no number of Somebody else"
says "and what went by mail is named" "by e-mail: entry"
refused 4 "a technician does not sign for it" "technical1 is not of it" tocsin close I-2 --with-findings
refused 4 "no manager without his key" "Nothing is shown to you here" \
  tocsin --as manager1 --key nowhere.pem close I-2 --with-findings
run 0 "management does" tocsin --as manager1 --json close I-2 --with-findings --because "we know"
point "by name" "$(value obligations | grep -q nothing-by-e-mail || shown)"
run 0 "which the record holds" tocsin log I-2
says "in the entry" "signed for as it is: media-labelled"

run 0 "all of it replays" tocsin replay --all
run 0 "and is genuine" tocsin verify --trust "$TOCSIN_SITE/auditors-safe.txt"
finish
