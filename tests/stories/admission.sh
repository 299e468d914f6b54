#!/bin/sh
# Who is not admitted is told the same of what exists and of what does not: the same bytes, the same exit status, and
# nothing by which a subject could tell himself from a colleague. Each asks every verb in a copy of the site of his own.
. "$(dirname "$0")/../support/story.sh"
demo_site
cd "$place" || exit 2

cat >case.yaml <<'YAML'
title: SECRET payroll
declared_by: hr1
facts: {kind: violation, active: true, liability: true}
systems: [{name: SECRETSYS, address: 192.0.2.66, owner: manager2}]
subjects: [manager2]
people: [{name: SECRET caller, phone: "+1 555 0100", part: reported it}]
YAML
run 0 "a case is declared" tocsin --as hr1 declare case.yaml
run 3 "and run until it waits" tocsin run I-1
run 0 "somebody is taken off its list" tocsin --as senior1 know I-1 remove legal2 --because "he is on leave"
waiting=$(tocsin --json tasks I-1 2>/dev/null | sed -n 's/.*"step": "\(.*\)".*/\1/p' | head -n 1)
point "something waits there" "$([ -n "$waiting" ] || echo nothing)"

# ID is the incident, STEP a step of it that waits: of what is missing neither is there.
cat >verbs <<VERBS

tasks
log --all
replay --all
verify
status
--json tasks
status ID
--json status ID
log ID
tasks ID
know ID
know ID add legal1 --because x
know ID approve
people ID
run ID
script ID STEP
dry-run ID
replay ID
--json replay ID
approve ID STEP
deny ID STEP --because x
waive ID post-mortem --because x
resolve ID STEP --happened
countersign ID manager2
countersign ID manager1
fact ID active=false --because x
fact ID activ=false --because x
fact ID subject=manager1 --because x
fact ID subject.cleared=manager2 --because x
sign ID
close ID
close ID --with-findings
contained ID
over ID
dismiss ID --why x
keep ID STEP --owner manager1 --until 2030-01-01
join ID
leave ID
handover ID manager1
channel attest ID --system chat --why x
answer ID STEP
answer ID STEP status=done
did ID evidence.seal what=x
did ID evidence.sael what=x
spoke ID who=x
spoke ID whom=x
note ID hello
--json note ID hello
VERBS

# Who asks, as words before the verb. Names alone are of people whose keys are not at hand.
words() { # class
  case $1 in
    off) echo "--as legal2 --key keys/legal2.pem" ;;
    subject) echo "--as manager2 --key keys/manager2.pem" ;;
    under) echo "--as technical2 --key keys/technical2.pem" ;;
    listed) echo "--as manager1" ;;
    accused) echo "--as manager2" ;;
    unknown) echo "--as nobody7" ;;
    nameless) ;;
  esac
}
cp -R "$TOCSIN_SITE/keys" keys
rm -f "$TOCSIN_SITE"/keys/*.pem
unset TOCSIN_AS

ask() { # class, what the incident is called, a step of it: each verb's words and status go to CLASS.ID
  cp -R "$TOCSIN_SITE" "site.$1.$2"
  while IFS= read -r line; do
    verb=$(echo "$line" | sed "s/ID/$2/g; s/STEP/$3/g")
    echo "== $line"
    # shellcheck disable=SC2046,SC2086
    "$TOCSIN" --site "site.$1.$2" $(words "$1") $verb 2>&1 </dev/null
    echo "status $?"
  done <verbs >"$1.$2"
}
asking=
for class in off subject under listed accused unknown nameless; do
  ask $class I-1 "$waiting" &
  asking="$asking $!"
  ask $class I-77 people.77 &
  asking="$asking $!"
done
# shellcheck disable=SC2086
wait $asking

same() { # sentence, one file, another
  point "$1" "$(diff "$2" "$3" | head -n 20)"
}
looks() { sed '/^== .*\(note\|verify\|log --all\)/,/^status/d' "$1"; } # what does not say how it was signed

for class in off subject under listed accused unknown nameless; do
  same "$class: of what exists as of what does not" $class.I-1 $class.I-77
  point "$class: nothing of it is said" "$(grep -n 'SECRET\|payroll\|violation\|I-1' $class.I-1)"
  looks $class.I-1 >$class.looks
done
same "a subject is told what a colleague is told" off.I-1 subject.I-1
same "and so is who reports to him" off.I-1 under.I-1
same "by a name alone nobody learns who is kept out" listed.looks accused.looks
same "nor who is known" listed.looks unknown.looks
same "and no name says as much" listed.looks nameless.looks

# ---- that they asked, and what they said ----

accesses() { # site
  "$TOCSIN" --site "$1" --as auditor1 --key keys/auditor1.pem --json log --all | grep -c '"reading": "refused"'
}
point "each refused look is an entry" "$([ "$(accesses site.subject.I-1)" -ge 30 ] || accesses site.subject.I-1)"
point "whether it exists or not" "$([ "$(accesses site.subject.I-1)" = "$(accesses site.subject.I-77)" ] || echo other)"
run 0 "what he said he did is there" "$TOCSIN" --site site.subject.I-1 --as hr1 --key keys/hr1.pem log I-1
says "in his words" "note: did I-1 evidence.seal what=x"
says "his note too" "hello"
says_not "and nothing became milder" "active false"

# ---- and it can be seen: who is on the list, by his key, is told something else ----

words() { echo "--as technical1 --key keys/technical1.pem"; }
echo "status ID" >verbs
ask member I-1 x
ask member I-77 x
point "the comparison sees a difference" "$(cmp -s member.I-1 member.I-77 && echo none)"
point "of what is not there he is told what all are told" \
  "$(grep -A5 '^== status ID' nameless.I-77 | diff - member.I-77)"
finish
