#!/bin/sh
# Calling people: what to say, by which means, and who it was that answered.
. "$(dirname "$0")/../support/story.sh"
demo_site
cd "$place" || exit 2

step_of() { # action
  tocsin --json tasks I-1 | python3 -c '
import json, sys
print(next((task["step"] for task in json.load(sys.stdin) if task["action"] == sys.argv[1]), ""))' "$1"
}

run 0 "the alarm is declared" tocsin declare "$examples/web1.yaml"
run 3 "people are asked" tocsin run I-1
run 0 "beside the number" tocsin tasks I-1
says "stands what to say" "say This is Toni Berg, of the incident response team. We have an incident."
says "what it is" "Repeated root logins on web1. It counts as: Attack in progress."
says "and what waits for his yes" "We want to: call Example Net"

# ---- whose it is ----

sed 's/, owner: manager2//' "$examples/web1.yaml" >no-owner.yaml
run 0 "where nobody says whose a system is" tocsin declare no-owner.yaml
run 0 "the owner" tocsin --json log I-2
says "is the one of the roster" '"owner": "manager2"'

sed 's/name: web1, address: 192.0.2.10/name: localhost/' "$examples/web1.yaml" >here.yaml
run 0 "an incident on this very machine is recorded" tocsin declare here.yaml
says "with the advice to go elsewhere" "This machine is localhost, which the incident is about"

# ---- the first ten seconds ----

run 0 "there are cards" tocsin card
says "by who calls" "agency"
run 0 "one for who says he is police" tocsin card agency
says "with what to say" "somebody who is authorized will call you back through your office"
says "and what never" "call the number that he gives you"
run 0 "one for paper" tocsin card agency --print
says "with where it comes from" "approved by senior1 on"
point "that fits a page" "$(awk 'length > 58 { print } END { if (NR > 42) print NR " lines" }' "$out")"
run 0 "one for each role" tocsin card senior_management
says "with what it is there for" "Decides what leaves the company"
says "and who holds it" "Sara Quist"
run 0 "and one page for who else is told" tocsin card parties
says "with the strictest" "the press SM SM SM SM SM SM"
run 2 "a card there is not" tocsin card agancy
says "is asked after" 'did you mean "agency"?'
run 0 "it needs no site" env -u TOCSIN_SITE "$TOCSIN" --json card press
holds "then it is ours" "as this program came; approved by nobody here" from

# ---- scripts and sheets ----

provider=$(step_of isp.contact)
run 3 "a script can be read before there is a yes" tocsin script I-1 "$provider"
says "which it says" "NOT YET: it waits for a yes from management"
says "what is said stands there" "Please keep your own records of it"
run 2 "what is said to nobody has none" tocsin script I-1 technical.1
says "as the sentence tells" "is nothing that is said to anybody"
run 0 "a call to our own has one" tocsin --json script I-1 "$(step_of notify.management)"
holds "as JSON too" notify.management action
run 2 "but no sheet" tocsin script I-1 "$(step_of notify.management)" --fax
says "for it would lie about" "our own people are called"
run 3 "on paper it is a sheet" tocsin script I-1 "$provider" --fax
says "with who it is from" "Toni Berg, incident response team of"
says "and a place to sign" "signature"

# ---- what is only doubtful ----

cat >>"$TOCSIN_SITE/policies/rules.yaml" <<'YAML'

  - id: no-provider-for-trifles
    forbid: [isp.contact]
    when: {priority: [5]}
    because: He has no time for what is minor.
    cites: our own choice
YAML
approve_procedure
run 0 "under another procedure an attack goes on" tocsin declare "$examples/web1.yaml"
doubted=$(sed -n 's/^\(I-[0-9]*\) .*/\1/p' "$out")
run 3 "and is run" tocsin run "$doubted"
provider_of_it=$(tocsin --json tasks "$doubted" | python3 -c '
import json, sys
print(next(task["step"] for task in json.load(sys.stdin) if task["action"] == "isp.contact"))')
run 3 "what may be said later can be read" tocsin script "$doubted" "$provider_of_it"
run 0 "somebody says without a key that it is a minor one" env -u TOCSIN_AS "$TOCSIN" fact "$doubted" priority=5 \
  --because "it is quiet"
run 4 "what would be forbidden then is not for saying any more" tocsin script "$doubted" "$provider_of_it"
says "with the reason" "He has no time for what is minor"

# ---- by which means ----

refused 4 "nobody can vouch for e-mail" "Nothing about an incident goes by e-mail" \
  tocsin channel attest I-1 --system "the mail server" --why "it is ours"
refused 2 "why must be said" "why nobody can be listening" tocsin channel attest I-1 --system Signal
run 1 "a system of the incident does not count" tocsin channel attest I-1 --system "the chat on web1" --why "it is near"
says "and that is said" "is one of the systems this is about"
run 1 "nor does a word without a key" env -u TOCSIN_AS "$TOCSIN" channel attest I-1 --system Zoom --why "all have it"
says "though it is recorded" "without your key it does not count"
run 0 "a signed one does" \
  tocsin --json channel attest I-1 --system "Signal on our own phones" --why "never on our network"
holds "says so" true counts
call=$(step_of notify.management)
run 0 "a call over it" tocsin answer I-1 "$call" reached=no means="Signal on our own phones"
tocsin run I-1 >"$out" 2>&1
call=$(step_of notify.management)
run 0 "an e-mail instead of a call is recorded" tocsin answer I-1 "$call" reached=no means=e-mail
says "as a finding" "kept as a finding. Use the telephone."
tocsin run I-1 >"$out" 2>&1
run 0 "but who was looked for so" tocsin --json status I-1
holds "may still be in reach" unknown facts management_available
run 0 "the log has it" tocsin log I-1
says "with who vouched for what" "vouches for speaking over Signal on our own phones: never on our network"
run 0 "what was said replays" tocsin replay I-1
run 0 "and verifies" tocsin verify
finish
