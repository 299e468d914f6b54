#!/bin/sh
# What goes wrong in a night: wrong words, wrong keys, a full disk, a clock that jumps, a playbook with a mistake.
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
safe=$TOCSIN_SITE/auditors-safe.txt

tocsin declare "$examples/web1.yaml" >"$out" 2>"$err"
refused 2 "nothing is answered before it runs" "nobody has run it yet" tocsin answer I-1 people.1 reached=yes
tocsin run I-1 >"$out" 2>"$err"

# ---- words ----

refused 4 "an incident that is not there" "Nothing is shown to you here" tocsin answer I-9 people.1 reached=yes
refused 2 "a step that is misspelt" "did you mean people.1?" tocsin answer I-1 poeple.1 reached=yes
refused 2 "a field that is misspelt" 'did you mean "reached"?' tocsin answer I-1 people.1 reeched=yes
refused 2 "a value that is none" "reached" tocsin answer I-1 people.1 reached=perhaps
run 4 "an answer of somebody unknown" tocsin --as techncal1 answer I-1 people.1 reached=yes
says "is a note" "nobody here has the name you gave"
refused 2 "an answer where a yes is asked" "waits for a yes" tocsin answer I-1 technical.provider.1 status=done
run 0 "an answer" tocsin answer I-1 people.1 reached=no
refused 2 "a second answer to the same" "Your answer was not recorded" tocsin answer I-1 people.1 reached=yes
refused 2 "an answers file that is not there" "none.yaml" tocsin run I-1 --answers none.yaml
refused 2 "an option that is misspelt" "did you mean --answers?" tocsin run I-1 --answer x
refused 2 "a verb that is misspelt" 'did you mean "run"?' tocsin rum I-1

# ---- a passphrase ----

cp "$TOCSIN_SITE/keys/manager1.pem" open.pem
openssl pkey -in open.pem -aes256 -passout pass:sesame -out "$TOCSIN_SITE/keys/manager1.pem"
before=$(entries)
run 2 "with a wrong passphrase nothing is approved" python3 "$support/typed.py" "Passphrase of" barley \
  -- "$TOCSIN" --as manager1 approve I-1 technical.provider.1
says "as is said" "only when it is signed"
point "nor recorded" "$([ "$(entries)" = "$before" ] || shown)"
run 0 "with the right one it is" python3 "$support/typed.py" "Passphrase of" sesame \
  -- "$TOCSIN" --as manager1 approve I-1 technical.provider.1

# ---- another site's ledger; a clock that jumps; folders and disks that cannot be written ----

tocsin init --demo other >"$out" 2>"$err"
cp -r "$TOCSIN_SITE" mixed && rm mixed/ledger.db* && cp other/ledger.db* mixed/
run 6 "another site's ledger is not written to" tocsin --site mixed run I-1
says "and both are named" "belongs to another ledger"
run 6 "a note is given back" tocsin --site mixed note "the second login is backup"
says "whole" "the second login is backup"

# A sanitized program wants to be loaded before everything else; faketime comes before it.
export ASAN_OPTIONS="verify_asan_link_order=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}"
if command -v faketime >/dev/null; then
  run 0 "the clock jumps back an hour" faketime -f -1h "$TOCSIN" note "an hour ago?"
  run 3 "the run goes on" faketime -f -1h "$TOCSIN" run I-1 --answers "$answers"
  run 0 "and the ledger is genuine" tocsin verify --trust "$safe"
  point "time never runs back in it" "$(tocsin --json log --all | python3 -c '
import json, sys
times = [entry["at"] for entry in json.load(sys.stdin)["entries"]]
print("\n".join(f"{a} {b}" for a, b in zip(times, times[1:]) if b < a))' | grep .)"
  run 0 "and it can be run again" tocsin replay --all
else
  point "the clock jumps back # skip no faketime here" ""
fi

if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
  mkdir closed && cp -r "$TOCSIN_SITE" closed/site && chmod 755 "$place" closed
  cp "$TOCSIN" closed/tocsin && chown -R 65534 closed/site && chmod -R a-w closed/site
  nobody() {
    setpriv --reuid 65534 --regid 65534 --clear-groups "$place/closed/tocsin" --site "$place/closed/site" "$@"
  }
  run 6 "in a folder that cannot be written a note is given back" nobody note "the disk is read only"
  says "whole" "the disk is read only"
  run 6 "a run stops" nobody run I-1
  run 0 "what was there can be read" nobody status I-1
else
  point "a folder that cannot be written # skip only root can become somebody else" ""
fi

mkdir disk
if mount -t tmpfs -o size=12m tmpfs disk 2>/dev/null; then
  cp -r other disk/site
  head -c 20000000 /dev/zero >disk/full 2>/dev/null
  run 6 "on a full disk a note is given back" tocsin --site disk/site note "nothing fits any more"
  says "whole" "nothing fits any more"
  run 6 "a declaration is refused" tocsin --site disk/site declare "$examples/web1.yaml"
  rm disk/full
  run 0 "with room again it goes on" tocsin --site disk/site note "there is room again"
  run 0 "and the ledger is genuine" tocsin --site disk/site verify --trust other/auditors-safe.txt
  umount disk
else
  point "a full disk # skip nothing can be mounted here" ""
fi

# ---- a playbook with a mistake ----

playbook <<'LUA'
return playbook {
  name = "priority-1", title = "With mistakes", cites = "R146",
  run = function (incident)
    together {
      broken   = function () local none = nil; return none.such end,
      misspelt = function () network.blok { target = "203.0.113.7" } end,
      unasked  = function () establish "compromized" end,
      work     = function () network.block { target = "203.0.113.7" } end,
    }
    system.analyze { systems = incident.systems }
  end,
}
LUA
tocsin declare "$examples/web1.yaml" >"$out" 2>"$err"
run 1 "a playbook with a mistake fails" tocsin run I-2 --answers "$answers"
says "with the place" "playbooks/priority-1.lua:5:"
says "a misspelt action is said" 'did you mean "network.block"?'
says "a misspelt fact too" 'did you mean "compromised"?'
says "what has no mistake is done" "block 203.0.113.7 at our border               done"
says_not "nothing after the join runs" "look into what happened"
run 1 "and so it stays" tocsin run I-2
echo 'return playbook { name = "priority-1", title = "x", run = function () end' |
  cat >"$TOCSIN_SITE/playbooks/priority-1.lua"
before=$(entries)
tocsin --as senior1 approve --procedure >"$out" 2>"$err"
status=$?
point "what is no Lua is not approved" "$([ $status = 2 ] || [ $status = 1 ] || shown)"
says "with the place" "playbooks/priority-1.lua:2"
point "and nothing is recorded" "$([ "$(entries)" = "$before" ] || shown)"
run 0 "after all this the ledger is genuine" tocsin verify --trust "$safe"
run 0 "and the past can be run again" tocsin replay --all
finish
