#!/bin/sh
# A technician alone in the night. Nobody picks up; he has his own key and nothing else.
. "$(dirname "$0")/../support/story.sh"
demo_site
cd "$place" || exit 2
find "$TOCSIN_SITE/keys" -name '*.pem' ! -name technical1.pem -type f -maxdepth 1 -exec rm {} +
tocsin declare "$examples/web1.yaml" >"$out" 2>"$err"

run 3 "with nobody answering anything it goes as far as it may" tocsin run I-1
says "it says what is asked of him" "people.1 is asked of you"
run 0 "the log has it all" tocsin --json log I-1
point "evidence was saved before anybody answered anything" "$(python3 - "$out" <<'PYTHON'
import json, sys
saved = [entry for entry in json.load(open(sys.argv[1]))["entries"] if entry["type"] == "evidence"]
kept = [entry for entry in saved if not entry["body"].get("absent")]
if len(saved) < 18 or len(kept) < 10:
    print(f"{len(saved)} entries, {len(kept)} kept")
PYTHON
)"
point "and lies in the archive" "$([ "$(find "$TOCSIN_SITE/archive" -type f | wc -l)" -ge 10 ] ||
  ls -R "$TOCSIN_SITE/archive")"

# Calls whoever is to be called next; nobody picks up.
call() {
  tocsin --json tasks I-1 >tasks
  for step in $(python3 -c 'import json
for task in json.load(open("tasks")):
    if task["kind"] == "manual" and task["action"].startswith("notify."):
        print(task["step"])'); do
    tocsin answer I-1 "$step" reached=no >answered 2>&1 || cat answered
  done
  tocsin run I-1 >ran 2>&1
}
run 3 "cutting off the network needs a manager" tocsin run I-1
tocsin answer I-1 technical.stop.1 >"$out" 2>"$err"
tocsin run I-1 >"$out" 2>"$err"
says "while it is not known whether one is there" "technical.stop.2 waits for a yes from management"
calls=0
until grep -q 'technical.stop.2 is asked of you' ran 2>/dev/null || [ $calls = 12 ]; do
  call
  calls=$((calls + 1))
done
point "once all were tried in vain he may do it himself" "$([ $calls -lt 12 ] || cat ran)"
run 0 "by the rule agreed on in peacetime" tocsin decide network.disconnect priority=1 management_available=false
run 0 "he does it" tocsin answer I-1 technical.stop.2
run 0 "and that stands in the record" tocsin --json status I-1
point "as done, preauthorized, signed by him" "$(python3 - "$out" <<'PYTHON'
import json, sys
steps = {step["step"]: step for step in json.load(open(sys.argv[1]))["steps"]}
found = steps["technical.stop.2"]
if (found["verdict"], found["status"], found["by"]) != ("preauthorized", "done", "technical1"):
    print(found)
PYTHON
)"
run 0 "the ledger is genuine" tocsin verify --trust "$TOCSIN_SITE/auditors-safe.txt"
run 0 "and the past can be run again" tocsin replay --all
finish
