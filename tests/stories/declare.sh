#!/bin/sh
# The alarm. Somebody writes a few lines of YAML, in a hurry.
. "$(dirname "$0")/../support/story.sh"
demo_site
cd "$place" || exit 2

file() { # name, then the file's lines on stdin
  cat >"$place/$1"
}

file web1.yaml <<'YAML'
title: Repeated root logins on web1
declared_by: technical1
discovered: alarm
facts: {kind: penetration, active: true, serious: true, origin: outside, confirmed: suspected}
source: {addresses: [203.0.113.7]}
systems: [{name: web1, address: 192.0.2.10, owner: manager2}]
people: [{name: A caller, phone: "+1 555 0100", part: reported it}]
YAML

run 0 "an alarm is declared" tocsin declare web1.yaml
says "it has a number" "I-1  Repeated root logins on web1"
says "its priority is said in words" "PRIORITY 1: "
says "as far as is known" "it is still going on"
says "what is not known is named" "not known yet:"
says "first of all whether a manager is in reach" "management_available"
says_not "it is signed, without any question" unsigned

run 0 "in JSON it is one document" tocsin --json declare web1.yaml
holds "with the next number" "I-2" incident
holds "the priority" 1 priority
holds "the candidates" "[1]" candidates
holds "the playbook" "priority-1" playbook
point "and what is not known" "$(value unknown | grep -q management_available || shown)"

echo "title: Something is wrong" >little.yaml
run 0 "a title is enough" tocsin --json declare little.yaml
holds "the most urgent priority counts until more is known" 1 priority
holds "all others stay possible" "[1, 2, 3, 4, 5, 0]" candidates
run 0 "somebody else's kind of trouble is recorded" sh -c \
  'printf "title: x\nfacts: {kind: other}\n" | "$TOCSIN" --json declare -'
holds "outside this procedure" 0 priority
holds "with its own playbook" "priority-0" playbook

# ---- drills ----

run 0 "a drill is declared" tocsin declare web1.yaml --drill tabletop
says "with a number of its own" "D-1"
says "and marked" "EXERCISE"
run 2 "a drill of no kind is refused" tocsin declare web1.yaml --drill fire
says "with the kinds there are" "tabletop callout capture"

# ---- our own addresses ----

printf 'title: x\nsource: {addresses: [192.0.2.77, 203.0.113.7], phones: ["+1 555 0101"]}\n' >ours.yaml
run 0 "our own address as the source is recorded" tocsin declare ours.yaml
says "with a sentence" "192.0.2.77 is ours"
says "that tells how to confirm it" "source.confirmed=192.0.2.77"
says "so with the number of one of us" "+1 555 0101 is ours"
says_not "an outsider's needs none" "203.0.113.7 is ours"

# ---- who says it ----

printf 'title: x\ndeclared_by: legal1\n' >legal.yaml
run 0 "who declares signs, if nobody else said who acts" env -u TOCSIN_AS "$TOCSIN" declare legal.yaml
says_not "with the key at hand" unsigned
printf 'title: x\n' >nobody.yaml
run 0 "without anybody it is recorded unsigned" env -u TOCSIN_AS "$TOCSIN" declare nobody.yaml
says "and says how to say who one is" "--as PERSON"
run 0 "somebody unknown is recorded too" tocsin --as intern declare nobody.yaml
says "unsigned" "knows nobody called intern"
run 0 "in JSON that stays a remark" tocsin --json --as intern declare nobody.yaml
point "stdout is one document" "$(python3 -c 'import json,sys; json.load(open(sys.argv[1]))' "$out" 2>&1)"

# ---- mistakes ----

opened() { tocsin --json | python3 -c 'import json, sys; print(len(json.load(sys.stdin)["open"]))'; }
before=$(opened)

wrong() { # sentence, what must be said; the file on stdin
  cat >wrong.yaml
  refused "$@"
}

refused() { # sentence, what must be said of wrong.yaml
  run 2 "$1 is refused" tocsin declare wrong.yaml
  says "and explained" "$2"
}

wrong "a fact mistyped" 'did you mean "serious"?' <<'YAML'
title: x
facts: {kind: penetration, seriuos: true}
YAML
says "with its place" "wrong.yaml:2:28"
says "and nothing was opened" "Nothing was opened."
wrong "a value mistyped" 'did you mean "penetration"?' <<'YAML'
title: x
facts: {kind: penetratoin}
YAML
wrong "a fact for steps" "found out by steps" <<'YAML'
title: x
facts: {management_available: false}
YAML
wrong "a key mistyped" 'did you mean "title"?' <<'YAML'
titel: x
YAML
wrong "a missing title" "the title is missing" </dev/null
wrong "an address that is none" "wrong.yaml:2:22" <<'YAML'
title: x
source: {addresses: [300.1.1.1]}
YAML
wrong "a list of nothing but text" "expected a map" <<'YAML'
- just
- a list
YAML
wrong "a key twice" "wrong.yaml:2" <<'YAML'
title: x
title: y
YAML
printf 'title: x\n\tfacts: {}\n' >wrong.yaml
refused "a tab" "wrong.yaml:2"
printf 'title: \377\376\n' >wrong.yaml
refused "what is not UTF-8" "wrong.yaml"
printf '\177ELF\002\001\001\000' >wrong.yaml
refused "a program" "wrong.yaml"
wrong "an alias" "wrong.yaml:1" <<'YAML'
title: &a x
facility: *a
YAML
run 2 "a file that is not there is refused" tocsin declare missing.yaml
says "by name" "missing.yaml"
run 2 "a folder is refused" tocsin declare "$place"
head -c 2000000 /dev/zero | tr '\0' 'x' >large.yaml
run 2 "a file of two megabytes is refused" tocsin declare large.yaml
run 2 "nothing at all is refused where nobody can be asked" tocsin declare
says "it says what to do" "Name a file"
point "and none of all this opened anything" "$([ "$(opened)" = "$before" ] || opened)"

# ---- hostile text ----

printf 'title: "\\e[2J\\e]0;x\\a gone \\u202e x"\n' >hostile.yaml
run 0 "a title that steers terminals is recorded" tocsin declare hostile.yaml
point "but steers none" "$(LC_ALL=C grep -l "$(printf '\033')" "$out" "$err")"
printf 'title: %s\n' "$(head -c 60000 /dev/zero | tr '\0' 'y')" >long.yaml
run 2 "a title that fits into no entry is refused" tocsin declare long.yaml
says "and nothing was opened" "Nothing was opened."

# ---- side by side ----

for i in 1 2 3 4 5 6; do tocsin declare little.yaml >"said.$i" 2>&1 & done
wait
point "six at once get six numbers" "$([ "$(cat said.* | grep -c '^I-')" = 6 ] &&
  [ "$(cat said.* | grep '^I-' | sort | uniq -d | wc -l)" = 0 ] || cat said.*)"

# ---- asked at the terminal ----

asked() { # prompt, line, ...
  python3 "$support/typed.py" "$@" -- "$TOCSIN" declare
}
run 0 "at a terminal it asks" asked "What happened" "Root logins on web2" "(a, b" a "an attack on our systems" pen \
  "outside or from inside" "?" "Which system" web2 "not be trusted" "" "which address" 1.2.3 \
  "which address" 203.0.113.8 "Who else" .
says "a mistyped address again" "1.2.3"
says "and opens it" "Root logins on web2"
says "with its priority" "PRIORITY 1: it is a penetration, or an attempt; it is still going on"
run 0 "the answers were recorded" tocsin --json log --all
point "as they were given" "$(grep -q '"203.0.113.8"' "$out" && grep -q '"active": "true"' "$out" || shown)"
run 0 "whoever knows nothing presses Enter" asked "What happened" "Something is wrong" "(" "" "(" "" "(" "" "(" "" \
  "(" "" "(" "" "outside or from inside" "" "Which system" "" "not be trusted" "" "which address" "" "Who else" "" \
  "without permission" "" "which clause" ""
says "and it is opened all the same" "Something is wrong"
run 0 "an answer that is none is asked again" asked "What happened" "x" "(a, b" "" "an attack on our systems" perhaps \
  "an attack on our systems" violation "held liable" y "still going on" n "outside or from inside" in "Which system" .
says "saying so" '"perhaps" is none of the answers'
run 2 "without a title nothing is opened" asked "What happened" ""
says "and that is said" "Nothing was opened."
run 0 "whoever leaves in the middle has opened it" asked "What happened" "I have to go" "an attack" ^D
says "with what was said so far" "I have to go"

# ---- a ledger that cannot be written ----

if [ "$(id -u)" != 0 ]; then
  chmod -R a-w "$TOCSIN_SITE"
  run 6 "a site that cannot be written is said" tocsin declare web1.yaml
  chmod -R u+w "$TOCSIN_SITE"
fi
finish
