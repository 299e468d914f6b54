#!/bin/sh
# What has to be done before something else: it waits, it says so, and both ways out work for those whom it is given to.
. "$(dirname "$0")/../support/story.sh"
demo_site
cd "$place" || exit 2

state_of() { # obligation; as status has it
  tocsin --json status | python3 -c '
import json, sys
found = [o for o in json.load(sys.stdin)["obligations"] if o["id"] == sys.argv[1]]
print(found[0]["state"] if found else "not there")' "$1"
}

is_state() { # sentence, obligation, state
  point "$1" "$(now=$(state_of "$2"); [ "$now" = "$3" ] || echo "$2 is $now")"
}

# ---- asked beforehand ----

run 0 "whoever asks is told what comes first" \
  tocsin --json decide isp.contact priority=1 management_available=false
point "and may do it all the same" "$(python3 -c '
import json, sys
answer = json.load(open(sys.argv[1]))
good = answer["verdict"] == "preauthorized" and answer["obligations"] == ["management-hears-of-it-first"]
print("" if good else answer)' "$out" | grep .)"

# ---- an order ----

playbook <<'LUA'
return playbook {
  name = "priority-1", title = "Look at once", cites = "R157",
  run = function (incident)
    system.analyze { systems = incident.systems }
  end,
}
LUA
run 1 "an order nobody keeps is found before the night" tocsin dry-run "$examples/web1.yaml"
says "with what is missing" "main.1 waits for what nothing before it does: evidence.backup before system.analyze"
sed 's/^subjects:.*//' "$examples/web1.yaml" >web1.yaml
echo 'subjects: [manager2]' >>web1.yaml
run 0 "it is declared; a manager is under suspicion" tocsin declare web1.yaml
run 3 "it may be done and is not done yet" tocsin run I-1
says "for something comes before it" "WAITS for what comes before it"
says "which is named, with both ways out" \
  'backup-before-analysis: evidence.backup. Do it, or: tocsin waive I-1 backup-before-analysis'
run 0 "it is asked of people" tocsin --json tasks I-1
point "to do it, or to waive it" "$(python3 -c '
import json, sys
task = json.load(open(sys.argv[1]))[0]
good = task["kind"] == "waive" and task["obligations"] == ["backup-before-analysis"]
print("" if good else task)' "$out" | grep .)"
run 0 "in words, too" tocsin tasks I-1
says "with who can" 'tocsin waive I-1 backup-before-analysis --because "..." (management)'
run 0 "it stands in the status" tocsin status I-1
says "as what is due" "backup-before-analysis: evidence.backup"
is_state "and is open" backup-before-analysis open

# ---- who may waive ----

refused 2 "an approval does not help" "needs no yes any more" tocsin --as manager1 approve I-1 main.1
refused 2 "nor does an answer" "waits for what has to be done before" tocsin answer I-1 main.1 cause=x
refused 2 "a waiver says why" "why need it not be done?" tocsin --as manager1 waive I-1 backup-before-analysis
refused 2 "and of what" 'did you mean "backup-before-analysis"?' \
  tocsin --as manager1 waive I-1 backup-before-analysys --because x
refused 4 "a technician may not" "can be waived by management only, and technical1 holds no such role" \
  tocsin --as technical1 waive I-1 backup-before-analysis --because "no time"
refused 4 "a manager under suspicion may not" "" tocsin --as manager2 waive I-1 backup-before-analysis --because x
refused 4 "some things nobody can" "nobody can waive nothing-left-open" \
  tocsin --as senior1 waive I-1 nothing-left-open --because x
refused 2 "what is not owed need not be waived" "does not apply to I-1" \
  tocsin --as senior1 waive I-1 violation-legal --because x
refused 4 "without a key it is no waiver" "you have not shown by your key who you are" \
  tocsin --as manager1 --key /dev/null waive I-1 backup-before-analysis --because x
run 0 "a manager may" tocsin --as manager1 waive I-1 backup-before-analysis --because "it was backed up at noon"
says "and learns what goes on" "main.1, as soon as I-1 runs"
refused 2 "once is enough" "is waived in I-1" tocsin --as manager1 waive I-1 backup-before-analysis --because x
is_state "it is waived" backup-before-analysis waived
run 3 "and the step goes ahead" tocsin run I-1
says "saying so" "GOES AHEAD: what comes before it is settled"
run 0 "it is answered" tocsin answer I-1 main.1 cause="a hole"
run 0 "and the run ends" tocsin run I-1
is_state "what was tried is met" got-in-analysed met
run 0 "the log has it" tocsin log I-1
says "who waived what" "waives backup-before-analysis: it was backed up at noon"

# ---- done outside the playbook ----

run 0 "another one" tocsin declare "$examples/web1.yaml"
run 3 "waits in the same place" tocsin run I-2
run 0 "somebody did it already, and signs for it" \
  tocsin did I-2 evidence.backup systems=web1 medium="tape 1" checksum=none --because "before I was told to"
run 3 "that meets it" tocsin run I-2
says "and the step goes ahead" "main.1 is asked of you"

# ---- in priority 1 nothing takes longer ----

sed -i 's/capture_grace: 60s/capture_grace: 2s/' "$TOCSIN_SITE/policies/limits.yaml"
playbook <<'LUA'
return playbook {
  name = "priority-1", title = "Cut it off", cites = "R157",
  run = function (incident)
    host.isolate { system = "web1" }
  end,
}
LUA
run 0 "an attack is under way" tocsin declare "$examples/web1.yaml"
run 3 "what stops it waits for the capture" tocsin run I-3
says "for now" "main.1 waits for what has to be done before"
run 0 "until a time" tocsin tasks I-3
says "which is said" "it goes on by itself at"
sed 's/"priority-1"/"priority-3"/' "$TOCSIN_SITE/playbooks/priority-1.lua" >"$TOCSIN_SITE/playbooks/priority-3.lua"
approve_procedure
sed 's/active: true/active: false/' "$examples/web1.yaml" >over.yaml
run 0 "a serious one that is over" tocsin declare over.yaml
run 3 "waits for the capture as well" tocsin run I-4
sleep 2.2
run 3 "in another priority nothing hurries" tocsin run I-4
says "so it waits on" "main.1 waits for what has to be done before"
run 3 "then it goes ahead" tocsin run I-3
says "with the reason" "GOES AHEAD: in priority 1 nothing waits longer"
says "and is asked of people" "main.1 is asked of you"
run 0 "the record keeps what it went ahead of" tocsin log I-3
says "by name" "ahead of: capture-before-cutting-off"
run 0 "it is done" tocsin answer I-3 main.1
run 0 "and over" tocsin run I-3
run 0 "run again from the record, all of it asks for the same" tocsin replay --all
run 0 "and is genuine" tocsin verify
finish
