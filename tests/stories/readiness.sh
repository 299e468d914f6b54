#!/bin/sh
# What is missing before anything happens: nothing on the demo site, much on a fresh one, and each thing by its name.
. "$(dirname "$0")/../support/story.sh"
demo_site
cd "$place" || exit 2

run 0 "the demo site is ready" tocsin readiness
says "and says so" "Ready: nothing is missing."
says "what would be better is no finding" "It would be better still"
run 0 "as JSON" tocsin --json readiness
holds "it is ok" true ok
holds "without findings" "[]" findings

# ---- a fresh site ----

openssl genpkey -algorithm ed25519 -out ada.pem 2>/dev/null
tocsin --key ada.pem init fresh --senior ada --name "Ada Byron" --domain corp.example >"$out" 2>&1
run 1 "a fresh site is not" tocsin --site fresh readiness
says "nobody has approved anything" "nobody has approved the procedure"
says "and who can is named" "tocsin --as ada approve --procedure"
says "the roster is nearly empty" "roster/roster.yaml"
says "Legal has signed off nothing" "legal has signed off no guidelines"
says "nor Human Resources" "human_resources has signed off no guidelines"
says "the audit department has tested nothing" "the audit department has never tested the procedure"
run 1 "all of it as JSON" tocsin --json --site fresh readiness
holds "the first is the approval" not-approved findings 0 code
holds "it is not ok" false ok
before=$(tocsin --site fresh --json log --all 2>/dev/null | grep -c '"seq":')
tocsin --site fresh readiness >/dev/null 2>&1
point "looking changes nothing" \
  "$([ "$(tocsin --site fresh --json log --all 2>/dev/null | grep -c '"seq":')" = "$before" ] || echo changed)"

# ---- one thing after another is spoilt ----

site=$TOCSIN_SITE
spoilt() { rm -rf spoilt && cp -r "$site" spoilt && TOCSIN_SITE=$place/spoilt; }
missing() { # sentence, text
  run 1 "$1" tocsin readiness
  says "  which is said: $2" "$2"
}

spoilt && echo "# a word" >>spoilt/policies/rules.yaml
missing "files that nobody approved" "policies/rules.yaml is not what senior1 approved"
approve_procedure
missing "a procedure that was approved and not tested" "is not the procedure that is approved now"
run 0 "the audit department tests it" tocsin --as auditor1 test --sign
run 0 "then it is ready again" tocsin readiness

spoilt && rm spoilt/playbooks/priority-4.lua && approve_procedure
missing "a priority without a playbook" "there is no playbook for priority 4"

spoilt && python3 - spoilt/policies/capture.yaml <<'PYTHON'
import re, sys
text = open(sys.argv[1]).read()
open(sys.argv[1], "w").write(re.sub(r"\nfirewall_logs:.*", "\n", text, flags=re.S))
PYTHON
approve_procedure
missing "no list of firewall logs" "no log files of the firewall"

spoilt && echo "and one line more" >>spoilt/guidelines/legal.md
missing "guidelines that were changed" "guidelines/legal.md is not what legal1 signed off"
spoilt && rm spoilt/guidelines/legal.md
missing "guidelines that are gone" "the guidelines of legal cannot be read"
spoilt && sed -i 's/on: 20[0-9-]*/on: 2020-01-31/' spoilt/tocsin.yaml
missing "guidelines that are old" "were signed off on 2020-01-31"

spoilt && sed -i 's/^\(review_every\|audit_every\):.*/\1: 1s/' spoilt/tocsin.yaml && sleep 1.1
missing "an approval that is old" "was to be looked at again by"
says "and a test that is" "the last test of the audit department is of"

spoilt && sed -i 's/backup: technical2, //' spoilt/roster/roster.yaml
missing "somebody without a backup" "technical1"

spoilt && sed -i 's|archive: {master: archive}|archive: {master: archive, second: nowhere}|' spoilt/tocsin.yaml
missing "a place that is not there" "nowhere cannot be written"

# ---- a test that failed, and one nobody could sign ----

spoilt && python3 - spoilt/policies/rules.yaml <<'PYTHON'
import re, sys
text = open(sys.argv[1]).read()
open(sys.argv[1], "w").write(re.sub(r"\n  - id: attack-nobody-answers\n(    .*\n)+", "\n", text))
PYTHON
approve_procedure
run 1 "a test that failed is signed as well" tocsin --as auditor2 test --sign --because "two rules are missing"
missing "and stands there" "scenarios did not end as expected"

# ---- settings that cannot be read ----

spoilt && sed -i 's/  legal: {file/  lawyers: {file/' spoilt/tocsin.yaml
run 2 "guidelines of nobody we know" tocsin readiness
says "are refused with their place" "guidelines has no \"lawyers\""
spoilt && sed -i 's/by: legal1, //' spoilt/tocsin.yaml
run 2 "guidelines that nobody signed off" tocsin readiness
says "say what is missing" "by is missing"
TOCSIN_SITE=$place/nowhere
run 2 "without a site there is nothing to be ready" tocsin readiness
finish
