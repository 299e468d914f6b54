#!/bin/sh
# A second run of the same incident: what is known and done carries over, and at the end everybody meets.
. "$(dirname "$0")/../support/story.sh"
demo_site
cd "$place" || exit 2
export TZ=UTC
cat >web1.yaml <<'YAML'
title: Root logins on web1
declared_by: technical1
facts: {kind: penetration, active: true}
systems: [{name: web1, address: 192.0.2.10, owner: manager2}]
YAML
printf 'answers:\n  fact.establish: {value: "true"}\n  "*": {}\n' >answers.yaml
playbook <<'LUA'
return playbook {
  name = "priority-1", title = "Attack in progress", accepts = { priority = 1 },
  run = function (incident)
    notify.management {}
    establish "compromised"
    network.block { target = "203.0.113.7" }
  end,
}
LUA
tocsin declare web1.yaml >"$out" 2>"$err"
run 0 "a run comes to its end" tocsin run I-1 --answers answers.yaml
run 0 "run again without saying so it only tells that" tocsin run I-1
says "how it ended" "I-1 run 1 finished"
tocsin did I-1 network.block target=198.51.100.9 >"$out" 2>"$err"

refused 2 "a playbook that is not there is named" 'did you mean "post-mortem"?' \
  tocsin run I-1 --again --playbook post-mortm
says "with those there are" "There are: compelled compromise post-mortem priority-0"
refused 2 "also one by number" "no playbook \"priority-7\"" tocsin run I-1 --again --playbook 7
run 3 "the next run begins under the playbook that was named" tocsin run I-1 --again --playbook 1
run 0 "what was found out carries over" tocsin --json status I-1
holds "so that it is not asked again" "true" facts compromised
run 0 "what is asked again" tocsin tasks I-1
says "says that it was done" "already    done at"
run 0 "also to programs" tocsin --json tasks I-1
point "by which entry" "$([ -n "$(value 0 done_before entry)" ] || shown)"
tocsin run I-1 --answers answers.yaml >"$out" 2>"$err"
run 0 "and is done again only when somebody answers so" tocsin --json status I-1
holds "in the second run" 2 run

# ---- the post-mortem ----

run 0 "to meet before it is over" tocsin did I-1 postmortem.hold present=everybody
says "is too early, and recorded" "Too early: nobody has said yet that it is over."
tocsin over I-1 >"$out" 2>"$err"
run 0 "right afterwards, too" tocsin did I-1 postmortem.hold present=everybody
says "for all are tired" "Too early: not before"
run 3 "the post-mortem is a run like any other" tocsin run I-1 --again --playbook post-mortem
tocsin --json tasks I-1 >"$out"
tocsin answer I-1 "$(value 0 step)" reached=yes >"$out" 2>"$err"
tocsin run I-1 >"$out" 2>"$err"
run 0 "who is to be invited" tocsin tasks I-1
says "stands in the record" "took part  technical1, manager1"
says "and between which days" "when       between"
run 0 "the second run replays like the first" tocsin replay I-1

# ---- days pass ----

for incident in I-2 I-3; do
  tocsin declare web1.yaml >"$out" 2>"$err"
  tocsin run $incident --answers answers.yaml >"$out" 2>"$err"
  tocsin over $incident >"$out" 2>"$err"
done
# A sanitized program wants to be loaded before everything else; faketime comes before it.
export ASAN_OPTIONS="verify_asan_link_order=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}"
# Days pass on another boot of the machine: for this one, nothing has passed but what was measured.
later() { # seconds, words of tocsin...
  seconds=$1
  shift
  unshare -T --boottime "$seconds" faketime -f "+${seconds}s" "$TOCSIN" "$@"
}
if command -v faketime >/dev/null && unshare -T --boottime 1 true 2>/dev/null; then
  run 0 "a clock that is a month ahead" faketime -f +30d "$TOCSIN" status I-2
  says_not "makes nothing late" "OVERDUE    post-mortem"
  run 0 "the next day" later 108000 status I-2
  says_not "it is not too late yet to meet" "OVERDUE    post-mortem"
  run 0 "three days later nobody has met" later 259200 status I-2
  says "which is found" "OVERDUE    post-mortem: postmortem.hold"
  run 0 "so all meet the next day" later 108000 run I-2 --again --playbook post-mortem \
    --answers answers.yaml
  run 0 "three days later" later 259200 status I-2
  says_not "nothing is late" "OVERDUE    post-mortem"
  run 0 "nor was it then" tocsin --json status I-2
  says_not "when they met" '"late"'
  run 0 "of the other one they meet three days later" later 259200 run I-3 --again --playbook post-mortem \
    --answers answers.yaml
  run 0 "then it is done" tocsin --json status I-3
  says "and was done late" '"late": true'
else
  point "days pass # skip no faketime, or no time namespaces, here" ""
fi
run 0 "all of it replays" tocsin replay --all
run 0 "and all is genuine" tocsin verify
finish
