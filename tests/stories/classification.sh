#!/bin/sh
# What it is taken for: both classifications are kept, a priority can be given by hand, a word without a key makes
# nothing milder, and "we think somebody may have got in" is as urgent as an attack and as strict as none.
. "$(dirname "$0")/../support/story.sh"
demo_site
cd "$place" || exit 2

echo '{title: Logins on web1, declared_by: technical1, facts: {kind: penetration, active: true}}' >web1.yaml
run 0 "an attack is declared" tocsin declare web1.yaml
run 0 "and is over" tocsin fact I-1 active=no serious=yes --because "the last login was at noon"
says "which takes authority back" "network.disconnect ask senior_management, was: ask management"
run 0 "status shows what it was" tocsin status
says "and what made it another one" "priority 3, was priority 1: active false, serious true; because the last login"
says "and how old the answer is" "active false (said just now)"
run 0 "in JSON both are kept" tocsin --json status
holds "the first" "[1]" history 0 candidates
holds "and the second" "[3]" history 1 candidates
holds "with who said so" technical1 history 1 actor
holds "and why" "the last login was at noon" history 1 because

# ---- by hand ----

run 0 "a priority can be given by hand" tocsin fact I-1 priority=5 --because "it was our own scanner"
says "with what the facts would give" "by the facts it would be priority 3"
says "and how to go back" "tocsin fact I-1 priority=derived"
run 0 "status goes on saying so" tocsin status
says "with the reason" "it was our own scanner"
run 2 "not without a reason" tocsin fact I-1 priority=1
run 2 "nor to one there is not" tocsin fact I-1 priority=7 --because x
run 0 "it is lifted again" tocsin fact I-1 priority=derived --because "it was not"
says "and the facts decide" "I-1 was priority 5 and is priority 3 now"
run 0 "the log has all of it" tocsin log I-1
says "word for word" "priority is 5, because it was our own scanner"

# ---- without a key ----

run 0 "without a key it is recorded that it goes on" \
  tocsin --as technical2 --key nowhere.pem --json fact I-1 active=yes --because "new logins"
holds "and as urgent as it then is" 1 priority
holds "but no decision is milder for it" "[]" authority
run 0 "status says so" tocsin status
says "and how to make it count" "tocsin fact I-1 active=true --because"
run 0 "signed by another of the team it counts" tocsin fact I-1 active=yes --because "I see them too"
says "from now on" "network.disconnect ask management, was: ask senior_management"

# ---- neither attack nor violation ----

run 0 "what concerns nothing of ours is outside this procedure" \
  tocsin fact I-1 kind=other --because "a game of the neighbours"
says "which is said" "I-1 was priority 1 and is outside this procedure now"
says "with what happens all the same" "recorded, and management is informed"

# ---- somebody may have got in: nobody knows whether he still is (S7) ----

cat >maybe.yaml <<'YAML'
title: Something is wrong with mail1
declared_by: technical1
discovered: observation
facts: {kind: penetration, serious: true, confirmed: suspected}
systems: [{name: mail1, address: 192.0.2.20}]
YAML
cat >answers.yaml <<'YAML'
answers:
  notify.management: {status: failed, reached: false}
  fact.establish: {value: unknown}
  "*": {}
YAML
run 0 "a suspicion is declared" tocsin --json declare maybe.yaml
holds "as urgent as an attack" 1 priority
holds "though it may be over" "[1, 3]" candidates
run 3 "and decided as strictly as if it were over" \
  tocsin --json decide network.disconnect kind=penetration serious=true management_available=false role=irt
holds "by senior management" '["senior_management"]' from
run 3 "it runs as an attack" tocsin --json run I-2 --answers answers.yaml
run 0 "it captures and calls at once" tocsin --json status I-2
point "the team first of all" "$(value steps | grep -q '"notify.irt"' || shown)"
run 0 "what waits" tocsin status I-2
says "waits for senior management, though no manager answers" "Cut off the company network from the Internet since"
says "by the rule for what is over" "asks senior_management"
run 0 "it does go on" tocsin fact I-2 active=yes --because "he is typing"
says "so nobody needs to be waited for" "network.disconnect at once, was: ask senior_management"
run 3 "and the run goes ahead" tocsin run I-2 --answers answers.yaml
run 0 "as status shows" tocsin --json status I-2
point "it was cut off" "$(python3 - "$out" <<'PYTHON'
import json, sys
steps = json.load(open(sys.argv[1]))["steps"]
cut = [s for s in steps if s["action"] == "network.disconnect"]
print("" if cut and cut[0]["status"] == "done" and cut[0]["verdict"] == "preauthorized" else cut)
PYTHON
)"
run 0 "and the record replays" tocsin replay I-2

# ---- asked at the terminal ----

run 0 "without a file it asks" python3 "$support/typed.py" \
  "in one line?" "Somebody got into web1" "a break-in, a suspicion" "b" "What is it, an attack" "pen" \
  "still going on" "?" \
  "outside or from inside" "" "Which system of ours" "web1, db1" "may not be trusted" "mail1" \
  "From which address" "203.0.113.7" "Who else is involved" "sales, Example Net" "without permission?" "web1" \
  "not permitted?" "nobody logs in from outside" "which clause" "4.2" -- "$TOCSIN" declare
says "and says what is not to be trusted" "not to be trusted: mail1"
run 0 "all of it is on record" tocsin --json status I-3
holds "that somebody got in" true facts compromised
holds "not from where, for nobody said" unknown facts origin
holds "who is involved" '["sales", "Example Net"]' organisations
holds "what is not to be trusted" '["mail1"]' suspect_systems
holds "which clause" 4.2 policy_clause
run 0 "a full stop leaves the rest open" python3 "$support/typed.py" \
  "in one line?" "A noise" "a break-in" "." -- "$TOCSIN" declare
run 0 "where nothing of ours was used" python3 "$support/typed.py" \
  "in one line?" "She brags of a back door" "a break-in" "r" \
  "What is it, an attack" "" "still going on" "" "held liable" "" \
  "serious" "" "get in" "" "outside or from inside" "" "Which system of ours" "" "may not be trusted" "" \
  "From which address" "" "Who else" "her last company" "without permission?" "none" "which clause" "" \
  -- "$TOCSIN" declare
says "it is outside this procedure" "outside this procedure (recorded; management is informed)"
finish
