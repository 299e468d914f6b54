#!/bin/sh
# How an incident ends that was none: everybody stands down, and somebody else looks again. And who may not end one.
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

tocsin declare web1.yaml >"$out" 2>"$err"
tocsin run I-1 >"$out" 2>"$err"
refused 2 "why it was none has to be said" "--why" tocsin dismiss I-1
run 0 "it was nothing" tocsin dismiss I-1 --why "the cleaner's script"
says "everybody stands down" "Everybody stands down; all that was saved is kept."
says "but who declared it does not decide that alone" "somebody else looks at it"
run 0 "what was asked is asked no more" tocsin run I-1
says "the run ends" "run 1 is halted"
run 3 "a second look is owed" tocsin close I-1
says "by somebody else" "technical1 declared it and dismissed it"
refused 2 "not by the same" "dismissed I-1 already" tocsin dismiss I-1 --why "as I said"
run 0 "somebody else looks at it" tocsin --as technical2 dismiss I-1 --why "I saw the script"
says "and says so too" "has been reviewed"
run 0 "then it is closed" tocsin --json close I-1
holds "as what it was" dismissed state
refused 2 "and not run again" "I-1 is closed" tocsin run I-1 --again

tocsin declare web1.yaml >"$out" 2>"$err"
run 0 "another may dismiss what was never run" tocsin --as technical2 dismiss I-2 --why "a test of the sensor"
says_not "then nobody has to look again" "somebody else"
refused 2 "it is not run then" "was a false alarm" tocsin run I-2
run 0 "and closed" tocsin close I-2

# ---- where it may be a violation ----

cat >mail.yaml <<'YAML'
title: Harassing mail
declared_by: technical1
facts: {kind: violation, active: true, liability: true}
YAML
tocsin declare mail.yaml >"$out" 2>"$err"
tocsin --as senior1 know I-3 remove technical2 --because "he sits beside him" >"$out" 2>"$err"
refused 4 "who need not know of it does not end it" "Nothing is shown to you here" tocsin --as technical2 over I-3
refused 4 "nor closes it, with what is owed" "Nothing is shown to you here" tocsin --as technical2 close I-3
refused 4 "and who comes along by himself is told nothing" "Nothing is shown to you here" \
  tocsin --as technical2 join I-3

run 0 "all of it replays" tocsin replay --all
run 0 "and is genuine" tocsin verify --trust "$TOCSIN_SITE/auditors-safe.txt"
finish
