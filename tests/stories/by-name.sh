#!/bin/sh
# A name is no key. Whoever is there by name only saves evidence and calls; nothing else goes ahead, until somebody of
# the team is there with a key. That nobody answered is signed by who called, or the wait has to pass too.
. "$(dirname "$0")/../support/story.sh"
demo_site
cd "$place" || exit 2
mkdir away
mv "$TOCSIN_SITE"/keys/*.pem away/

verdict_of() { # step
  tocsin --json status I-1 2>/dev/null | python3 -c '
import json, sys
for step in json.load(sys.stdin)["steps"]:
    if step["step"] == sys.argv[1]:
        print(step.get("verdict"), step.get("status") or step["state"])' "$1"
}
is() { point "$1" "$([ "$(verdict_of "$2")" = "$3" ] || verdict_of "$2")"; } # sentence, step, verdict and status

run 0 "somebody declares an attack by name only" tocsin --as technical1 declare "$examples/web1.yaml"
run 3 "and runs it by name only" tocsin --as technical1 run I-1
is "evidence is saved all the same" technical.1 "preauthorized done"
is "and calls are asked for" people.1 "preauthorized open"
is "blocking the attacker needs a yes" technical.stop.1 "approval waiting"
for step in people.1 people.2; do
  tocsin --as technical1 answer I-1 $step reached=no said="no answer" >"$out" 2>"$err"
  tocsin --as technical1 run I-1 >"$out" 2>"$err"
done
run 0 "both managers were called, says somebody without a key" tocsin --json status I-1
holds "so nobody knows yet whether one is in reach" unknown facts management_available
is "and calling the provider needs a yes" technical.provider.1 "approval waiting"
run 4 "what is forbidden stays forbidden" tocsin --as technical1 decide retaliate.attack

# ---- somebody with a key ----

cp away/technical1.pem "$TOCSIN_SITE/keys/"
run 3 "the key comes back, and the run is taken over with it" tocsin --as technical1 run I-1
run 0 "the log says so" tocsin log I-1
says "by whom" "technical1 coordinates from now on, after technical1: the run was begun by name only"
is "what a technician may do at once goes ahead" technical.stop.1 "preauthorized open"
is "but nobody has signed yet that no manager answers" technical.provider.1 "approval waiting"
rm "$TOCSIN_SITE/keys/technical1.pem"
cp away/technical2.pem "$TOCSIN_SITE/keys/"
run 3 "by name only it goes on where it was" tocsin --as technical1 run I-1
is "and what was done stays done" technical.stop.1 "preauthorized open"
run 0 "the past can be run again" tocsin replay --all
run 0 "and is genuine" tocsin verify --trust "$TOCSIN_SITE/auditors-safe.txt"

# ---- times that loosen ----

sed -i 's/^name:/limits: {management_wait: 1s}\nname:/' "$TOCSIN_SITE/tocsin.yaml"
refused 2 "a shorter wait in a file that nobody approves" "limits stand in policies/limits.yaml" tocsin status I-1
finish
