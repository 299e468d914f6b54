#!/bin/sh
# May I? Asked without a site, at a demo site, and by a program.
. "$(dirname "$0")/../support/story.sh"
cd "$place" || exit 2

run 3 "cutting off the company in an attack is asked for" tocsin decide network.disconnect priority=1
says "of management" "ASK      management"
says "with a reason" "because"
says "with what nobody knows yet" "management_available"
says "what it would change" "If no manager is in reach, you may do it at once"
says "how to find out" "call the managers first"
says "and the rule" "policies/rules.yaml:"
run 0 "with nobody in reach it may be done" tocsin decide network.disconnect priority=1 management_available=false
says "at once" "YES      at once"
run 4 "striking back never" tocsin decide retaliate.attack destination=203.0.113.7
says "whoever asks" "forbidden, whoever asks"
says "with a reason" "striking back makes us liable"
run 4 "talking to the attacker never, whatever it is called" tocsin decide isp.contact priority=1 \
  management_available=false destination=203.0.113.7 source.address=203.0.113.7
says "built in" "built in: no rule, key or approval changes it"
run 0 "another destination may be called" tocsin decide isp.contact priority=1 management_available=false \
  destination="Example Net" source.address=203.0.113.7 source.address=203.0.113.9
run 4 "each source counts" tocsin decide isp.contact priority=1 destination=203.0.113.9 \
  source.address=203.0.113.7 source.address=203.0.113.9
run 3 "nobody's wish is not enough" tocsin decide host.isolate priority=1 role=audit
run 0 "a technician's is" tocsin decide host.isolate priority=1 role=irt role=technical
run 3 "unless she is under suspicion" tocsin decide host.isolate priority=1 role=irt role=technical by=technical1 \
  subject=technical1
run 3 "a parameter may be written out" tocsin decide evidence.backup params.systems=web1 priority=2

run 3 "in JSON" tocsin --json decide network.disconnect priority=1
holds "the verdict" "approval" verdict
holds "by whom" '["management"]' from
holds "what to find out" '["management_available"]' unknown
point "the rule, the reason, the place, the obligations" "$(for member in rule because where obligations; do
  [ -n "$(value $member)" ] || echo $member; done)"

run 2 "an action mistyped is refused" tocsin decide network.disconect
says "with what was meant" "network.disconnect"
run 2 "a fact mistyped is refused" tocsin decide network.disconnect prioirty=1
says "with what was meant" 'did you mean "priority"?'
run 2 "a value mistyped is refused" tocsin decide network.disconnect kind=penetratoin
run 2 "a role mistyped is refused" tocsin decide network.disconnect role=manager
run 4 "an address that is none is refused like the attacker" tocsin decide isp.contact destination=300.1.1.1
says "with how to write it" "Write four decimal numbers"
run 2 "a word alone is refused" tocsin decide network.disconnect now
says "with the form" "name=value"
run 2 "no action at all is refused" tocsin decide
run 2 "a folder without a procedure is refused" tocsin decide --with "$place" network.disconnect
run 2 "a site that is none is refused" tocsin --site "$place" decide network.disconnect

# ---- in a site ----

demo_site
run 3 "in a site its working files answer" tocsin decide network.disconnect priority=1
sed -i 's/to: \[technical\]/to: [audit]/' "$TOCSIN_SITE/policies/rules.yaml"
run 3 "as they are being edited" tocsin decide host.isolate priority=1 role=technical role=irt
run 0 "the shipped ones answer by name" tocsin --site "$TOCSIN_SITE" decide --with "$top" host.isolate priority=1 \
  role=technical role=irt
run 0 "our own people are known" tocsin decide evidence.transfer destination=technical2
run 3 "others are not" tocsin decide evidence.transfer destination="Example Net"
run 3 "our own address is no attacker before somebody confirms it" tocsin decide isp.contact priority=1 \
  destination=192.0.2.9 source.address=192.0.2.9
echo "rules: [" >"$TOCSIN_SITE/policies/rules.yaml"
run 2 "a broken rule is said with its place" tocsin decide network.disconnect
says "in its file" "policies/rules.yaml"

# ---- by a program ----

demo_site matrix
point "the whole authority matrix is what a program is told" \
  "$(python3 "$support/authority.py" "$TOCSIN" "$TOCSIN_SITE" "$top" 2>&1 | head -n 20)"

unset TOCSIN_SITE
batch() { # lines on stdin: what comes out
  "$TOCSIN" "$@" decide --batch <questions >"$out" 2>"$err"
  status=$?
}
cat >questions <<'JSON'
{"action":"network.disconnect","facts":{"priority":1,"management_available":false},"roles":["irt"]}
{"action":"network.disconnect","facts":{"priority":3,"management_available":false},"roles":["irt"]}
{"action":"retaliate.attack"}
{"action":"isp.contact","params":{"destination":"203.0.113.7"},"source":{"addresses":["203.0.113.0/24"]}}
JSON
batch
point "a batch of good lines ends well" "$([ $status = 0 ] || shown)"
point "an answer a line" "$([ "$(wc -l <"$out")" = 4 ] || shown)"
line() { # number, key
  sed -n "$1p" "$out" | python3 -c 'import json,sys; print(json.load(sys.stdin).get(sys.argv[1]))' "$2"
}
point "in the same order" "$([ "$(line 1 verdict) $(line 2 verdict) $(line 3 verdict) $(line 4 verdict)" = \
  "preauthorized approval forbidden forbidden" ] || shown)"
point "compact" "$(grep -n ': ' "$out" | grep -v because)"
batch --json
point "with --json it is the same" "$([ $status = 0 ] && [ "$(wc -l <"$out")" = 4 ] || shown)"

cat >questions <<'JSON'
{"action":"notify.irt"}
nonsense
{"action":"no.such_action"}
{"facts":{}}
{"action":"notify.irt","fcats":{}}
{"action":"notify.irt","facts":{"active":"perhaps"}}
{"action":"notify.irt","roles":"irt"}
{"action":"notify.irt","roles":["boss"]}
{"action":"evidence.copy","params":{"content":["secrets"]}}
{"action":"isp.contact","params":{"destination":300}}
{"action":"notify.irt","source":{"address":["203.0.113.7"]}}
[]

{"action":"notify.irt","action":"retaliate.attack"}
{"action":"notify.irt","facts":{"active":null}}
JSON
batch
point "a bad line makes the end bad" "$([ $status = 2 ] || shown)"
point "all lines are answered" "$([ "$(wc -l <"$out")" = 15 ] || shown)"
point "the first and last are answered" "$([ "$(line 1 verdict) $(line 15 verdict)" = "preauthorized preauthorized" ] ||
  shown)"
point "all others have their error" "$(for i in 2 3 4 5 6 7 8 9 10 11 12 13 14; do
  [ "$(line $i error)" != None ] || sed -n "$i{=;p}" "$out"; done)"
printf '{"action":"notify.irt"}' >questions
batch
point "a last line without its end is a line" "$([ "$(wc -l <"$out")" = 1 ] && [ $status = 0 ] || shown)"
: >questions
batch
point "no question, no answer" "$([ ! -s "$out" ] && [ $status = 0 ] || shown)"
run 2 "an action beside --batch is refused" tocsin decide --batch network.disconnect
finish
