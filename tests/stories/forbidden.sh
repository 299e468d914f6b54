#!/bin/sh
# Somebody wrote revenge into a playbook, and got it approved.
. "$(dirname "$0")/../support/story.sh"
demo_site
cd "$place" || exit 2
answers=$examples/web1-answers.yaml
cp "$examples/revenge.lua" "$TOCSIN_SITE/playbooks"
tocsin declare "$examples/web1.yaml" >"$out" 2>"$err"

refused 2 "what nobody approved does not run" 'The approved procedure has no playbook "revenge"' \
  tocsin run I-1 --playbook revenge
says "with who approved what counts" "is not what senior1 approved"
approve_procedure
run 4 "once it is approved it runs" tocsin run I-1 --playbook revenge --answers "$answers"
says "but nobody strikes back" "FORBIDDEN, whoever asks"
says "with the reason" "striking back makes us liable"
says "the other track does its work" "save everything of web1"
says_not "what follows in the first is never reached" "mail"
refused 4 "no approval changes that" "forbidden, whoever asks" tocsin --as senior1 approve I-1 anger.1
refused 2 "a running playbook is not exchanged" "goes on with revenge" tocsin run I-1 --playbook 1
tocsin --as manager1 approve I-1 technical.3 >"$out" 2>"$err"
run 4 "it ends as refused" tocsin run I-1 --answers "$answers"
says "in one word" "I-1 run 1 refused"
run 4 "and stays so" tocsin run I-1
run 0 "the request stays in the ledger" tocsin --json log I-1
point "with its refusal, and no intent" "$(python3 - "$out" <<'PYTHON'
import json, sys
about = [(entry["type"], entry["body"].get("state")) for entry in json.load(open(sys.argv[1]))["entries"]
         if entry.get("step") == "anger.1"]
if about != [("request", "refused")]:
    print(about)
PYTHON
)"

# ---- the attacker by other names ----

playbook <<'LUA'
return playbook {
  name = "priority-1", title = "An accomplice", cites = "R151",
  run = function (incident)
    together {
      spelt    = function () isp.contact { destination = "203.000.113.007", about = "x" } end,
      mapped   = function () isp.contact { destination = "http://[::ffff:203.0.113.7]/", about = "x" } end,
      nested   = function ()
        disclose.peer_site { destination = { "a friend", { "[203.0.113.7]:80" } }, what = "all" }
      end,
      transfer = function () evidence.transfer { what = "all", destination = { "technical2", "203.0.113.7." } } end,
      work     = function () network.block { target = "203.0.113.7" } end,
    }
    system.analyze { systems = incident.systems }     -- never reached: a track was refused
  end,
}
LUA
tocsin declare "$examples/web1.yaml" >"$out" 2>"$err"
run 4 "an action that reaches the attacker is refused, however he is written" \
  tocsin run I-2 --answers "$answers"
cat "$out" "$err" >refusals
for track in spelt mapped nested transfer; do
  point "in track $track" "$(grep -A1 "$track.1 " refusals | grep -q FORBIDDEN || cat refusals)"
done
says "another track does its work" "block 203.0.113.7 at our border               done"
says_not "nothing after the join runs" "look into what happened"
run 0 "the ledger is genuine" tocsin verify --trust "$TOCSIN_SITE/auditors-safe.txt"
run 0 "and the past can be run again" tocsin replay --all
finish
