#!/bin/sh
# Four incidents under the procedure as it is shipped, live: from the first word to the closed record, and once more
# from the record. An attack that got in; a violation under way; an executive who owns what is affected; and one of
# which nobody can say whether it goes on.
. "$(dirname "$0")/../support/story.sh"
demo_site
cd "$place" || exit 2
export TZ=UTC

declared() { # name of the file; its facts and more from stdin
  { printf 'title: %s\ndeclared_by: technical1\nfacility: a server of ours\n' "$1"
    printf 'unauthorized_because: nobody agreed to it\n' && cat; } >"$1.yaml"
  run 0 "$1 is declared" tocsin declare "$1.yaml"
}

printf 'answers:\n  "*": {}\n' >everything.yaml

# Who is asked says yes, in that order: a manager, senior management, Legal.
say_yes() { # incident, approver...
  incident=$1
  shift
  waiting=$(tocsin --json tasks "$incident" | python3 -c '
import json, sys
print(*(task["step"] for task in json.load(sys.stdin) if task["kind"] == "approval"))')
  [ -n "$waiting" ] || return 1
  for step in $waiting; do
    for person in "$@"; do tocsin --as "$person" approve "$incident" "$step" >>"$place/.approved" 2>&1; done
  done
  return 0 # not everybody who is tried may approve everything
}

# Runs it to its end, with whoever is asked saying yes; the last status is left in $status.
run_through() { # incident, answers, options of run or -- , approver...
  incident=$1 answers=$2
  shift 2
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    tocsin run "$incident" --answers "$answers" >"$out" 2>"$err" </dev/null
    status=$?
    [ $status = 3 ] || break
    say_yes "$incident" "$@" || break
  done
  point "$incident runs to its end" "$([ $status = 0 ] || { shown && tocsin tasks "$incident"; })"
}

# What was cut off and not connected again stays so, with somebody's name on it.
keep_what_is_cut_off() { # incident
  for step in $(tocsin --json status "$1" | python3 -c '
import json, sys
for step in json.load(sys.stdin)["steps"]:
    if step.get("status") == "done" and step["action"] in ("network.disconnect", "network.block", "host.isolate"):
        print(step["step"])'); do
    tocsin keep "$1" "$step" --owner manager2 --until 2099-12-31 --because "it is built anew"
  done >>"$place/.kept" 2>&1
}

# Everybody who acted signs.
everybody_signs() { # incident, person...
  incident=$1
  shift
  for person in "$@"; do tocsin --as "$person" sign "$incident" >>"$place/.signed" 2>&1; done
}

ends() { # incident, who closes, person who acted...
  incident=$1 closer=$2
  shift 2
  run 0 "$incident is contained" tocsin --as "$closer" contained "$incident" --because "nothing new for an hour"
  run 0 "$incident is over" tocsin --as "$closer" over "$incident" --because "all is back at work"
  run 0 "two days later all meet" tocsin --as "$closer" did "$incident" postmortem.hold present=everybody changes=none
  keep_what_is_cut_off "$incident"
  everybody_signs "$incident" "$@"
  run 0 "$incident is closed, nothing is left open" tocsin --as "$closer" close "$incident"
}

# ---- priority 1, and somebody got in ----

declared attack <<'YAML'
facts: {kind: penetration, active: true, serious: true, compromised: true, origin: outside, confirmed: confirmed}
source: {addresses: [203.0.113.7]}
systems: [{name: web1, address: 192.0.2.10, owner: manager2}]
YAML
run_through I-1 everything.yaml manager1 senior1
run 0 "the consultant's number is noted" tocsin spoke I-1 who="an external security consultant" number="+1 555 0193" \
  said="the report is here"
run 0 "what was done" tocsin --json status I-1
point "the five steps after somebody got in are done, in their order" "$(python3 -c '
import json, sys
steps = [s["action"] for s in json.load(open(sys.argv[1]))["steps"] if s.get("status") == "done"]
order = ["network.disconnect", "evidence.backup", "system.analyze", "system.reinstall", "system.patch",
         "system.change_passwords", "audit.external"]
places = [steps.index(name) if name in steps else -1 for name in order]
print("" if -1 not in places and places == sorted(places) else f"{order}\n{places}\n{steps}")' "$out" | grep .)"
ends I-1 technical1 technical1 manager1 senior1

# ---- priority 2 ----

declared messages <<'YAML'
facts: {kind: violation, active: true, liability: true, confirmed: suspected}
systems: [{name: mail1, address: 192.0.2.20, owner: manager2}]
people: [{name: A colleague, phone: "+1 555 0190", part: complained}]
YAML
run_through I-2 everything.yaml senior1 legal1
ends I-2 technical1 technical1 senior1 legal1

# ---- an executive, who owns the system and could approve ----

declared images <<'YAML'
facts: {kind: violation, active: true, liability: true, confirmed: suspected}
systems: [{name: pc7, address: 192.0.2.40, owner: manager2}]
subjects: [manager2]
YAML
run_through I-3 everything.yaml senior1 legal1
point "he was not called, and nobody asked him" "$(tocsin log I-3 2>&1 | grep manager2)"
for verb in status log tasks; do
  refused 4 "he looks: $verb" "Nothing is shown to you here" tocsin --as manager2 "$verb" I-3
done
ends I-3 technical1 technical1 senior1 legal1

# ---- nobody can say whether it goes on: as fast as an attack, decided as one that is over ----

declared doubt <<'YAML'
facts: {kind: penetration, serious: true, confirmed: suspected}
systems: [{name: db1, address: 192.0.2.30, owner: manager2}]
YAML
says "as urgent as an attack" "PRIORITY 1"
run_through I-4 everything.yaml senior1 manager1
run 0 "the consultant's number is noted" tocsin spoke I-4 who="an external security consultant" number="+1 555 0193" \
  said="the report is here"
run 0 "who was asked before the company was cut off" tocsin --json status I-4
point "senior management" "$(python3 -c '
import json, sys
found = [s for s in json.load(open(sys.argv[1]))["steps"] if s["action"] == "network.disconnect"]
print("" if found and "senior1" in json.dumps(found) else json.dumps(found))' "$out" | grep .)"
ends I-4 technical1 technical1 manager1 senior1

# ---- years later ----

run 0 "all four run again from the record" tocsin --as auditor1 replay --all
run 0 "and are genuine" tocsin verify --trust "$TOCSIN_SITE/auditors-safe.txt"
finish
