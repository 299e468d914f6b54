#!/bin/sh
# A playbook that does not come to an end is found before the night, and a run stops in any case.
. "$(dirname "$0")/../support/story.sh"
demo_site

extra() { # the body of a playbook called "extra", on stdin
  { printf 'return playbook {\n  name = "extra", title = "Extra", cites = "R1",\n' &&
    printf '  run = function (incident)\n' && cat && printf '  end,\n}\n'; } >"$TOCSIN_SITE/playbooks/extra.lua"
}

extra <<'LUA'
    while possible "active" do
      evidence.capture { items = "everything", systems = incident.systems }
    end
LUA
run 1 "what asks again and again is found by check" tocsin check
says "with its file and why" "playbooks/extra.lua: error: playbook extra does not come to an end"
says_not "and nothing follows from it" "wait for each other"
run 2 "nobody approves it" tocsin --as senior1 approve --procedure
says "for that very reason" "Nothing was approved: playbook extra does not come to an end"

extra <<'LUA'
    local i = 0
    while true do i = i + 1 end
LUA
run 1 "what only counts is found too" tocsin check
says "with the budget it used up" "the run has used up its 10000000 instructions"
run 2 "and not approved either" tocsin --as senior1 approve --procedure

cp "$TOCSIN_SITE/playbooks/extra.lua" "$place/extra.lua"
sed 's/name = "extra"/name = "priority-1", accepts = { priority = 1 }/' "$place/extra.lua" \
  >"$TOCSIN_SITE/playbooks/priority-1.lua"
rm "$TOCSIN_SITE/playbooks/extra.lua"
run 1 "the dry-run of an incident finds it" tocsin dry-run "$examples/web1.yaml"
says "in a finding" "finding: playbook priority-1 does not come to an end"
says_not "and claims no end" "every one explored"

sed -i 's/^  steps: .*/  steps: 12/' "$TOCSIN_SITE/policies/limits.yaml"
playbook <<'LUA'
return playbook {
  name = "priority-1", title = "Many", accepts = { priority = 1 }, cites = "R1",
  run = function (incident)
    for i = 1, 40 do
      notify.irt {}
    end
  end,
}
LUA
run 0 "an incident" tocsin declare "$examples/web1.yaml"
cat >"$place/answers.yaml" <<'YAML'
answers:
  "*": {}
YAML
run 1 "a run that asks for more than its limits allow has failed" tocsin run I-1 --answers "$place/answers.yaml"
run 0 "and says so" tocsin --json status I-1
run 0 "after its twelve steps" tocsin --json log I-1
point "not one more" "$([ "$(grep -c '"type": "intent"' "$out")" = 12 ] || shown)"
says "with the reason on record" "the run has taken its 12 steps, as many as its limits allow"
finish
