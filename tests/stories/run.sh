#!/bin/sh
# The night of I-1: what is agreed happens at once, the rest waits for a yes to exactly that.
. "$(dirname "$0")/../support/story.sh"
demo_site
cd "$place" || exit 2
cat >answers.yaml <<'YAML'
answers:
  notify.management: {status: failed, reached: false}
  fact.establish: {value: unknown}
  "*": {}
YAML
answers=$place/answers.yaml
manager1() { tocsin --as manager1 "$@"; }
reinstall=main.11 patch=main.12 passwords=main.13 restore=main.15 # what waits for a manager, in this order

tocsin declare "$examples/web1.yaml" >"$out" 2>"$err"
run 3 "it is run as far as it goes without a yes" tocsin run I-1 --answers "$answers"
says "evidence is saved" "save everything of web1"
point "but nothing of this machine, for this is a demo" "$(tocsin --json log I-1 | python3 -c '
import json, sys
entries = json.load(sys.stdin)["entries"]
paths = [e["body"]["path"] for e in entries if e["type"] == "evidence" and "path" in e["body"]]
print("\n".join(p for p in paths if not p.startswith(sys.argv[1])) if paths else "nothing was saved")' \
"$TOCSIN_SITE/machine/")"
says "a manager did not answer" "call a manager: manager1                      no answer"
says "the network is cut off without one" "cut off the company network from the Internet"
says "what nobody agreed to beforehand waits" "WAITS for a yes from management"
says "and says what they type" "tocsin approve I-1 $reinstall"
run 0 "the decisions can be read" tocsin --json status
point "cutting off was preauthorized because nobody answered" "$(python3 - "$out" <<'PYTHON'
import json, sys
steps = {step["action"]: step for step in json.load(open(sys.argv[1]))["steps"]}
found = steps["network.disconnect"]
if (found["verdict"], found["rule"], found["status"]) != ("preauthorized", "attack-nobody-answers", "done"):
    print(found)
PYTHON
)"
run 3 "run again it only says what it waits for" tocsin run I-1
run 3 "in JSON too" tocsin --json run I-1
holds "the state" waiting state
holds "the step" $reinstall open 0 step

# ---- who may say yes ----

refused 4 "the asker may not approve" "technical1 holds no such role" tocsin approve I-1 $reinstall
refused 4 "nor may another without the role" "legal1 holds no such role" tocsin --as legal1 approve I-1 $reinstall
refused 2 "nor anybody without a key" "counts only when it is signed" manager1 --key nowhere.pem approve I-1 $reinstall
refused 2 "nor with another's key" "legal1" manager1 --key "$TOCSIN_SITE/keys/legal1.pem" approve I-1 $reinstall
refused 4 "nor somebody unknown" "nobody here has the name you gave" tocsin --as manager9 approve I-1 $reinstall
refused 2 "a step that is done needs no yes" "is concluded" manager1 approve I-1 main.3
refused 2 "a step that is not there is said" "did you mean $reinstall?" manager1 approve I-1 mian.11
refused 2 "a yes for ever is no yes" "up to seven days" manager1 approve I-1 $reinstall --for 30d

run 0 "a yes may be short" manager1 approve I-1 $reinstall --for 1s
sleep 1.1
run 3 "after its time it has no effect" tocsin run I-1
says "the step still waits" "$reinstall waits for a yes"

# ---- from another terminal, while it runs ----

meanwhile night tocsin run I-1 --wait --answers "$answers"
sleep 0.3
refused 2 "a second run is refused" "is being run already, by technical1 (process" tocsin run I-1
run 0 "a manager says yes elsewhere" manager1 approve I-1 $reinstall
says "to exactly what" "Approved: Install web1 anew from the original media"
appears "the run notices within a second" night "manager1 says yes" 1
appears "and goes ahead" night "APPROVED, goes ahead" 1
appears "until the next yes" night "$patch            install all recommended" 1
refused 2 "a yes is spent once" "is concluded" manager1 approve I-1 $reinstall
manager1 approve I-1 $patch >"$out" 2>"$err"
appears "the passwords wait" night "$passwords            change all passwords" 1
manager1 approve I-1 $passwords >"$out" 2>"$err"
appears "so does what is brought back" night "$restore            restore the contents" 1
manager1 approve I-1 $restore >"$out" 2>"$err"
appears "so does the audit" night "audit.1" 1
refused 4 "which no mere manager can approve" "needs a yes from senior_management" manager1 approve I-1 audit.1
run 0 "one no is enough" tocsin --as senior1 deny I-1 audit.1 --because "not before Monday"
appears "and is heard" night "senior1 says no" 1
refused 2 "what is denied stays denied" "is concluded: denied, by senior1" tocsin --as senior2 approve I-1 audit.1
for step in service.1 service.2; do
  appears "$step waits" night "$step" 1
  manager1 approve I-1 $step >"$out" 2>"$err"
done
appears "it reaches its end" night.status 0 15
point "and ends well" "$(grep -qx 0 night.status || cat night night.status)"
size=$(entries)
run 0 "run again it does nothing" tocsin run I-1
says "but say so" "I-1 run 1 finished"
point "nothing at all" "$([ "$(entries)" = "$size" ] || entries)"
run 0 "each yes was spent exactly once" tocsin --json log I-1
point "by one intent" "$(python3 - "$out" <<'PYTHON'
import json, sys
spent = [seq for entry in json.load(open(sys.argv[1]))["entries"] if entry["type"] == "intent"
         for seq in entry["body"].get("approvals", [])]
if len(spent) != len(set(spent)) or len(spent) != 6:
    print(spent)
PYTHON
)"
run 0 "the past can be run again" tocsin replay I-1
run 0 "the ledger is genuine" tocsin verify --trust "$TOCSIN_SITE/auditors-safe.txt"

# ---- subjects, and managers who ask themselves ----

{ cat "$examples/web1.yaml"; echo "subjects: [manager1]"; } >subject.yaml
tocsin declare subject.yaml >"$out" 2>"$err"
run 3 "with a manager as subject" tocsin --as technical2 run I-2 --answers "$answers"
says_not "he is not called" "manager1"
refused 4 "and may not approve" "Nothing is shown to you here" manager1 approve I-2 $reinstall
tocsin declare "$examples/web1.yaml" >"$out" 2>"$err"
run 3 "a manager can run it too" manager1 run I-3 --answers "$answers"
says "with a manager there the provider waits for a yes" "technical.provider.1 waits for a yes"
refused 4 "but not what is no manager's to decide at once" "somebody else has to approve it" \
  manager1 approve I-3 technical.stop.1
run 0 "which he may give himself" manager1 approve I-3 technical.provider.1
run 0 "another says yes to the other" tocsin --as manager2 approve I-3 technical.stop.1
run 3 "what was said while nobody ran it counts when somebody does" manager1 run I-3 --answers "$answers"
says "for the one" "technical.provider.1 call Example Net about Repeated root logins on web1  APPROVED"
says "and for the other" "technical.stop.1   block 203.0.113.7 at our border               APPROVED"
run 0 "and the past can be run again" tocsin replay --all
finish
