#!/bin/sh
# What is asked of people while an incident runs: calls, hands, a yes or a no, and what nobody knows for certain.
. "$(dirname "$0")/../support/story.sh"
demo_site
cd "$place" || exit 2

# The step of the first task of an action.
step_of() { # action
  tocsin --json tasks I-1 | python3 -c '
import json, sys
print(next((task["step"] for task in json.load(sys.stdin) if task["action"] == sys.argv[1]), ""))' "$1"
}

run 0 "before anything happened nothing is asked" tocsin tasks
says "and that is said" "No incident is open."
run 0 "the alarm is declared" tocsin declare "$examples/web1.yaml"
run 0 "what was not run asks nothing" tocsin tasks
says "but says how to go on" "tocsin run I-1"
refused 3 "and is not closed" "it was never run" tocsin close

run 3 "the run waits for people" tocsin run I-1
run 0 "what is asked stands in one list" tocsin tasks
says "with whom to call and at which number" "manager1, Mary Holt  +1 555 0103"
says "with what to type" "tocsin answer I-1 people.1 reached=yes"
says "with who can say yes" "manager1, manager2, senior1, senior2"
run 0 "as JSON too" tocsin --json tasks I-1
point "each with what it is" "$(python3 -c '
import json, sys
tasks = json.load(open(sys.argv[1]))
kinds = {task["kind"] for task in tasks}
wanted = {"incident", "step", "kind", "action", "title", "fields"}
good = kinds == {"manual", "approval"} and all(wanted <= task.keys() for task in tasks)
print("" if good else tasks)' "$out" | grep .)"
run 0 "bare tocsin says that somebody is waited for" tocsin
says "and where to look" "tocsin tasks I-1"

# ---- answers ----

run 2 "a call without an outcome is no answer" tocsin answer people.1
says "what is missing is named" "Did you reach him himself?"
refused 2 "a word that is neither yes nor no" "reached is yes or no" tocsin answer people.1 reached=perhaps
refused 2 "a misspelt field" 'did you mean "reached"?' tocsin answer people.1 reachd=yes
run 4 "a stranger answers nothing" tocsin --as technicl1 answer people.1 reached=yes
says "and what he said is kept" "It is recorded all the same"
refused 2 "a step there is not" "has no step people.7" tocsin answer I-1 people.7
refused 2 "no step at all" "which step of I-1?" tocsin answer reached=yes
run 0 "an answer" tocsin --json answer I-1 people.1 reached=yes said="he comes"
holds "says what it became" "done" status
holds "and of which step" "people.1" step
refused 2 "a second answer" "technical1 said done at" tocsin --as technical2 answer I-1 people.1 reached=no
block=$(step_of network.block)
run 0 "where the key is not at hand it is recorded all the same" \
  env -u TOCSIN_AS "$TOCSIN" answer "$block" status=unknown
says "as unsigned" "unsigned:"
says "and what may have happened is in doubt" "tocsin resolve I-1 $block"

# ---- doubt ----

run 5 "a run with a doubt stops there" tocsin run I-1
run 0 "it is asked of people" tocsin tasks
says "who look, and say" "tocsin resolve I-1 $block --did-not-happen"
refused 2 "no answer settles it" "only a signed word settles that" tocsin answer "$block" status=done
refused 2 "which way must be said" "say which one it is" tocsin resolve "$block"
refused 2 "and one way only" "say which one it is" tocsin resolve "$block" --happened --run-again
refused 4 "it takes somebody known" "Nothing is shown to you here" tocsin --as nobody1 resolve "$block" --happened
run 0 "a signed word does" tocsin --json resolve "$block" --happened --because "the router shows it"
point "with its entry" "$([ "$(value entry)" -gt 0 ] || cat "$out")"
refused 2 "only once" "is not in doubt any more" tocsin resolve "$block" --run-again

# ---- approvals ----

provider=$(step_of isp.contact)
refused 4 "who holds no such role cannot say yes" "holds no such role" tocsin approve "$provider"
refused 2 "not without a key" "an approval counts only when it is signed" \
  tocsin --as manager1 --key nowhere.pem approve "$provider"
refused 2 "not with another's" "is the key of manager2, not of manager1" \
  tocsin --as manager1 --key "$TOCSIN_SITE/keys/manager2.pem" approve "$provider"
refused 2 "not for ever" "up to seven days" tocsin --as manager1 approve "$provider" --for 90d
refused 2 "not for two at once" "does not know what to do with" tocsin --as manager1 approve I-1 "$provider" technical.1
run 0 "a manager says yes" tocsin --as manager1 approve "$provider" --for 2h
says "to what" "Approved: Call Example Net"
says "once" "for exactly one act"
run 0 "tasks knows of it" tocsin tasks
says "by name" "has a yes  of manager1"
run 3 "the run goes on" tocsin run
says "with what was waited for" "$provider is asked of you"
refused 2 "a yes is spent by one act" "does not wait for a yes" tocsin --as manager1 approve "$provider"

plug=$(step_of network.disconnect)
run 0 "a manager says no" tocsin --as manager2 --json deny "$plug" --because "not before six"
point "bound to the act" "$(value fingerprint | grep -v '^sha256:')"
refused 2 "one no is enough" "denied, by manager2" tocsin --as manager1 approve "$plug"
run 0 "status tells what was done by what authority" tocsin status
says "whose yes" "yes of manager1"
says "whose no" "no of manager2"
says "and by which rule" "stop-it-at-our-border"
run 0 "as JSON" tocsin --json status
holds "with the state" "waiting" state
holds "and the priority" "1" priority

# ---- at a terminal ----

call=$(step_of notify.irt)
run 0 "at a terminal what is missing is asked, and asked again" python3 "$support/typed.py" \
  "reach him himself?" perhaps "reach him himself?" no -- "$TOCSIN" answer "$call"
says "with what was wrong" 'reached is yes or no, not "perhaps"'
says "until it is whole" "Call the incident response team: not reached"
call=$(tocsin run I-1 >"$out" 2>&1; step_of notify.irt)
run 2 "who leaves in the middle has said nothing" python3 "$support/typed.py" "himself?" ^D -- "$TOCSIN" answer "$call"
says "and hears so" "the step stays open"

# ---- to the end ----

run 3 "while it runs it is not closed" tocsin --json close
point "and what is open is named" "$(value open | grep -v "$provider")"
printf 'answers:\n  "*": {}\n' >answers.yaml

deny_all() { # what waits for a yes
  tocsin --json tasks I-1 | python3 -c '
import json, sys
for task in json.load(sys.stdin):
    if task["kind"] == "approval":
        print(task["step"])' | while read -r step; do
    tocsin --as senior1 deny "$step" >"$out" 2>&1
  done
}

rounds=0
until tocsin run I-1 --answers answers.yaml >"$out" 2>&1 || [ $rounds = 20 ]; do
  deny_all
  rounds=$((rounds + 1))
done
run 0 "when all is answered the run ends" tocsin run I-1
run 0 "then nothing is asked" tocsin --json tasks I-1
says_not "of anybody" step
run 0 "somebody says that it is over" tocsin over
run 0 "and it can be closed" tocsin --as manager1 --json close I-1 --with-findings --because "all done"
holds "which is its state" closed state
run 2 "once" tocsin close I-1
says "not twice" "closed already"
run 0 "what was said replays" tocsin replay I-1
run 0 "and verifies" tocsin verify
finish
