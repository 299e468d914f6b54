#!/bin/sh
# A program was ended by its time limit. Nobody knows what it had done by then, and nothing is done twice.
. "$(dirname "$0")/../support/story.sh"
demo_site
cd "$place" || exit 2

cat >border <<'SH'
#!/bin/sh
echo "$1" >>"$(dirname "$0")/blocked"
[ -f "$(dirname "$0")/quick" ] || exec sleep 60
SH
chmod +x border
cat >"$TOCSIN_SITE/policies/commands.yaml" <<YAML
commands:
  network.block:
    argv: [$place/border, "{target}"]
    parameters: {target: cidr}
    seconds: 1
YAML
sed -i '/^  network.block:/a\    driver: command' "$TOCSIN_SITE/policies/actions.yaml"
playbook <<'LUA'
return playbook {
  name = "priority-1", title = "Block him", cites = "R146",
  run = function (incident)
    local blocked = network.block { target = "203.0.113.7" }
    if blocked.status == done then
      system.check_neighbours { systems = incident.systems }
    end
  end,
}
LUA
incident() { # number: declared, and run into its doubt
  tocsin declare "$examples/web1.yaml" >"$out" 2>"$err"
  run 5 "incident $1 is in doubt" tocsin run "I-$1"
}
starts() { grep -c . "$place/blocked"; }

incident 1
says "it says of what" 'main.1 is in doubt: "Block 203.0.113.7 at our border" may or may not have happened'
says "and what to type" "tocsin resolve I-1 main.1 --happened"
run 5 "run again, nothing is done again" tocsin run I-1
point "it was started once" "$([ "$(starts)" = 1 ] || cat blocked)"
run 0 "it is asked of people" tocsin tasks I-1
says "with what to look for" "it may have happened, or not"
refused 2 "what settles it is signed, or nothing" "only when it is signed" \
  tocsin --key nowhere.pem resolve I-1 main.1 --happened
refused 2 "one says which way" "--happened, --did-not-happen or --run-again" tocsin resolve I-1 main.1
refused 2 "and one way only" "--happened, --did-not-happen or --run-again" \
  tocsin resolve I-1 main.1 --happened --run-again
refused 2 "an answer does not settle it" "in doubt" tocsin answer I-1 main.1 status=done
run 0 "it happened" tocsin resolve I-1 main.1 --happened --because "the border has the address"
run 3 "then it goes on" tocsin run I-1
says "as if it had been done" "main.2 is asked of you"
point "without doing it again" "$([ "$(starts)" = 1 ] || cat blocked)"
refused 2 "it is settled once" "is not in doubt any more" tocsin resolve I-1 main.1 --did-not-happen

incident 2
run 0 "it did not happen" tocsin resolve I-2 main.1 --did-not-happen --because "the border knows nothing of it"
run 0 "then it has failed, and the playbook ends" tocsin run I-2
point "without doing it again" "$([ "$(starts)" = 2 ] || cat blocked)"

incident 3
touch quick
run 0 "somebody wants it done once more, whatever became of it" tocsin resolve I-3 main.1 --run-again
run 3 "then it is done" tocsin run I-3
says "as a second attempt" "once more, from the beginning"
point "once" "$([ "$(starts)" = 4 ] || cat blocked)"
# ---- once more, of what needs a yes ----

playbook <<'LUA'
return playbook {
  name = "priority-1", title = "Cut us off", cites = "R146",
  run = function (incident)
    network.disconnect { what = "the company network" }
  end,
}
LUA
tocsin declare "$examples/web1.yaml" >"$out" 2>"$err"
tocsin run I-4 >"$out" 2>"$err"
tocsin did I-4 evidence.capture items=x --at now >"$out" 2>"$err"
tocsin --as manager1 approve I-4 main.1 >"$out" 2>"$err"
run 3 "with a manager's yes it is asked of people" tocsin run I-4
run 0 "who cannot say whether it was done" tocsin answer I-4 main.1 status=unknown
run 0 "somebody wants it done once more" tocsin resolve I-4 main.1 --run-again --because "nobody knows"
run 3 "that asks for a yes again, and does not turn in a circle" timeout 20 "$TOCSIN" run I-4
says "of the same people" "waits for a yes from management"
refused 4 "whoever asked cannot say it" "holds no such role" tocsin approve I-4 main.1
run 0 "the manager can" tocsin --as manager1 approve I-4 main.1
run 3 "and it goes on from there" timeout 20 "$TOCSIN" run I-4
run 0 "with a second attempt" tocsin --json log I-4
point "which spent a yes of its own" "$(python3 - "$out" <<'PYTHON'
import json, sys
entries = json.load(open(sys.argv[1]))["entries"]
intents = [e["body"] for e in entries if e["type"] == "intent" and e.get("step") == "main.1"]
if [i["attempt"] for i in intents] != [1, 2] or intents[0]["approvals"] == intents[1]["approvals"]:
    print(intents)
PYTHON
)"

run 0 "the ledger is genuine" tocsin verify --trust "$TOCSIN_SITE/auditors-safe.txt"
run 0 "and the past can be run again" tocsin replay --all
finish
