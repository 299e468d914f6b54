#!/bin/sh
# The procedure is tested before anything happens: scenarios that pass, that fail, that nobody can read.
. "$(dirname "$0")/../support/story.sh"
demo_site
cd "$place" || exit 2

scenario() { # expectation, one line of YAML; the rest of the file stands here
  cat >mine.yaml <<YAML
title: Mine
incident:
  title: Somebody knocks at web1
  declared_by: technical1
  facts: {kind: penetration, active: true}
  source: {addresses: [203.0.113.7]}
  systems: [{name: web1, address: 192.0.2.10}]
answers: {"*": {}}
expect:
$1
YAML
}

# ---- those of the procedure ----

run 0 "the shipped scenarios end as expected" tocsin test
says "each is named" "A technician alone at night, no manager in reach"
says "and counted" "scenarios end as expected."
before=$(entries)
run 0 "as JSON" tocsin --json test night-lone-technician
holds "it is ok" true ok
holds "one was played" 1 passed
holds "none failed" 0 failed
holds "it says of which procedure" "$(tocsin --json test night | python3 -c 'import json, sys
print(json.load(sys.stdin)["procedure"])')" procedure
point "and nothing is recorded of it" "$([ "$(entries)" = "$before" ] || shown)"
run 0 "without a site what came with the program is tested" env -u TOCSIN_SITE "$TOCSIN" test night

# ---- one of our own ----

scenario '  priority: 1'
run 0 "a scenario that holds" tocsin test mine.yaml
scenario '  priority: 3'
run 1 "one that does not" tocsin test mine.yaml
says "is said with its line" "mine.yaml:10"
says "with what was expected" "expected priority 3"
says "and with what there was" "got 1"
scenario '  steps: [notify.management, {network.disconnect: {status: failed}}]'
run 1 "a step that goes another way" tocsin --json test mine.yaml
holds "is a finding" "network.disconnect, status failed goes ahead after people.1" findings 0 expected
holds "at its step" people.1 findings 0 step
scenario '  called: [hr1]'
run 1 "somebody who is not called" tocsin test mine.yaml
says "is named" "hr1 is called"
scenario '  asked: [{ask: contact.attacker, is: approval}]'
run 1 "a question that is answered otherwise" tocsin test mine.yaml
says "is told with the answer" "got forbidden"
run 1 "what waits for a yes that nobody says does not finish" sh -c 'sed "s/^expect:/approvals: {}\nexpect:/
  s/^  asked.*/  state: finished/" mine.yaml >waits.yaml; "$TOCSIN" test waits.yaml'
says "it waits" "got waiting"

# ---- what the rules do ----

cp -r "$TOCSIN_SITE" changed
python3 - changed/policies/rules.yaml <<'PYTHON'
import re, sys
text = open(sys.argv[1]).read()
open(sys.argv[1], "w").write(re.sub(r"\n  - id: attack-nobody-answers\n(    .*\n)+", "\n", text))
PYTHON
run 1 "without a rule a scenario fails" tocsin test --with changed night
says "and says at which step" "at step technical.stop.2"

# ---- mistakes ----

scenario '  priorty: 1'
refused 2 "an expectation that is misspelt" 'did you mean "priority"?' tocsin test mine.yaml
scenario '  steps: [notify.managment]'
refused 2 "an action that is misspelt" 'did you mean "notify.management"?' tocsin test mine.yaml
scenario '  called: [technical9]'
refused 2 "somebody who does not work here" "mine.yaml:10:12: nobody of scenarios/company.yaml is called technical9" \
  tocsin test mine.yaml
scenario '  state: done'
refused 2 "a state that is none" "not \"done\"" tocsin test mine.yaml
scenario ''
refused 2 "a scenario that expects nothing cannot pass" "it could never fail" tocsin test mine.yaml
sed '/^expect/,$d' mine.yaml >none.yaml
refused 2 "nor can one without any expectation" "it could never fail" tocsin test none.yaml
refused 2 "a scenario that is not there" 'did you mean "night-lone-technician.yaml"?' tocsin test night-tecnician
refused 2 "a folder without a procedure" "nothing to test" tocsin test --with "$place/nowhere"

# ---- signed by the audit department ----

run 0 "an auditor signs what the test came to" tocsin --as auditor1 test --sign --because "yearly test"
says "with his name" "Signed by auditor1"
refused 4 "nobody else can" "technical1 is not of it" tocsin test --sign
refused 2 "nor a part of it" "all scenarios" tocsin --as auditor1 test --sign lone
refused 2 "a reason without a signature" "belongs to --sign" tocsin test --because "so"
run 0 "and the ledger is genuine" tocsin verify --trust "$TOCSIN_SITE/auditors-safe.txt"
finish
