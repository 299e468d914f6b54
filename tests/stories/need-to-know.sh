#!/bin/sh
# An executive who owns systems and manages the team is seen doing what he must not: who knows, who decides, who not.
. "$(dirname "$0")/../support/story.sh"
demo_site
cd "$place" || exit 2

cat >executive.yaml <<'YAML'
title: Somebody browses what he must not
declared_by: technical1
discovered: observation
facility: the company's Internet access
unauthorized_because: the company's policy forbids it
facts: {kind: violation, active: true, liability: true, origin: inside}
systems: [{name: proxy1, address: 192.0.2.20, owner: manager2}]
subjects: [manager2]
YAML
run 0 "it is declared" tocsin declare executive.yaml
run 0 "who needs to know is listed" tocsin know
says "with Legal" "legal1       legal"
says "and HR" "hr1          human_resources"
says "and who declared it" "technical1   declared it"
says_not "not the executive's technician" "technical2"
says "he is kept out" "kept out     manager2: named by technical1"
says "and senior management has to say yes" "tocsin know I-1 approve"

run 4 "he is shown nothing" tocsin --as manager2 status I-1
says_not "nor why" subject
run 4 "nor the list" tocsin --as manager2 know I-1
run 4 "nor his technician" tocsin --as technical2 status I-1
run 0 "who may note what he sees all the same" tocsin --as technical2 note I-1 proxy1 has been restarted
run 4 "he does not run it" tocsin --as manager2 run I-1
run 4 "nor his technician" tocsin --as technical2 run I-1
run 4 "nor one who need not know" tocsin --as auditor2 run I-1
run 4 "nor put himself on the list" tocsin --as manager2 know I-1 add manager2 --because "I run that team"

run 0 "somebody else is asked for" tocsin know I-1 add auditor1 --because "keeps the proxy's logs"
says "and waits" "Nobody is told of this case without senior management's yes."
run 4 "a manager is not enough" tocsin --as manager1 know I-1 approve
run 0 "senior management says yes" tocsin --as senior1 know I-1 approve
run 0 "to each" tocsin --json know
holds "nobody is left" 0 unapproved
run 0 "the log has it" tocsin log I-1
says "with who was added and why" "needs to know: auditor1, because keeps the proxy's logs"

# ---- running ----

run 4 "a name alone runs no such case" tocsin --key nowhere.pem run I-1
says "but who shows who he is" "shown by your key who you are"

# ---- reading ----

run 0 "each reading is in the log" tocsin --json log I-1
says "by whom, and of what" '"of": "know"'
run 0 "an auditor sees what was decided" tocsin --as auditor2 status I-1
says "as a case" "I-1  a case"
says_not "without its title" "browses"
says_not "without a name" technical1
says_not "nor a system" proxy1
run 0 "and the log of it" tocsin --as auditor2 --json log I-1
says "with tokens" '"actor": "person-1"'
says_not "without words" "keeps the proxy"
says_not "and names" auditor1
run 4 "what would be done is for the list" tocsin --as auditor2 dry-run I-1
run 4 "and who is on it" tocsin --as auditor2 know I-1
run 4 "a name alone is not enough" tocsin --key nowhere.pem status I-1
says "and that is said" "shown by your key who you are"
run 0 "nor for a list" tocsin --key nowhere.pem
says_not "to name it" I-1
says "which says how it would" "is listed for who shows his key"
run 4 "nobody's name even less" env -u TOCSIN_AS "$TOCSIN" status I-1
run 0 "one on the list sees all" tocsin --as legal1 status I-1
says "with its title" "Somebody browses what he must not"
run 0 "lists do not" tocsin --as legal1
says_not "show it to anybody" "browses"
says "but as a case" "I-1   a case"
run 0 "nor the log of everything" tocsin log --all
says_not "as well" "browses"
run 4 "nor what is said of ids that are not there" tocsin status I-9
says_not "as well" "browses"
mv "$TOCSIN_SITE/keys/log" "$TOCSIN_SITE/keys/log.away"
run 6 "what cannot be recorded is not shown" tocsin status I-1
says "and that is why" "whoever reads I-1 is recorded"
says_not "not even a little" "browses"
mv "$TOCSIN_SITE/keys/log.away" "$TOCSIN_SITE/keys/log"
run 0 "replay compares it as any other" tocsin --as auditor2 replay --all

# ---- who is kept out cannot tell that he is ----

{ grep -v "^subjects" executive.yaml && echo "subjects: [hr1]"; } >hr.yaml
run 0 "another case" tocsin declare hr.yaml
tocsin --as senior1 know I-2 remove legal2 --because "he is on leave" >"$out" 2>"$err"
same_for_both() { # a verb and its arguments: to hr1, who is the subject, and to legal2, who need not know
  tocsin --as hr1 "$@" >one 2>&1; echo $? >>one
  tocsin --as legal2 "$@" >two 2>&1; echo $? >>two
  point "tocsin $* says the same to both" "$(sed 's/hr1/X/g' one >one.x; sed 's/legal2/X/g' two | diff one.x -)"
}
for verb in status log tasks know people dry-run run; do
  same_for_both $verb I-2
  same_for_both --json $verb I-2
done
tocsin close I-1 >"$out" 2>"$err"
same_for_both tasks
same_for_both
same_for_both log --all
same_for_both status I-9

# ---- a third case: naming an approver to silence him ----

cat >web1.yaml <<'YAML'
title: Logins on web1
declared_by: technical1
facts: {kind: penetration, active: true, serious: true, origin: outside}
source: {addresses: [203.0.113.7]}
YAML
run 0 "an attack is declared" tocsin declare web1.yaml
run 0 "a manager is accused" tocsin fact I-3 subject=manager2 --because "seen at the console"
says "with what it takes" "tocsin countersign I-3 manager2"
run 4 "from then on he is shown nothing" tocsin --as manager2 status I-3
refused 2 "why must be said" "--because" tocsin fact I-3 subject=manager1
run 4 "the second word is not a manager's" tocsin --as manager1 countersign I-3 manager2
run 0 "it is Legal's" tocsin --as legal1 countersign I-3 manager2
says "and then he approves nothing" "manager2 approves nothing any more in I-3"
run 0 "it can be lifted" tocsin --as hr1 fact I-3 subject.cleared=manager2 --because "he was on the train"
run 0 "and he is shown it again" tocsin --as manager2 status I-3

# ---- names and numbers of callers ----

cat >caller.yaml <<'YAML'
title: Logins on web2
declared_by: technical1
facts: {kind: penetration, active: false, serious: true}
people: [{name: Carla Caller, phone: "+1 555 0199", part: reported it}]
YAML
run 0 "somebody called" tocsin declare caller.yaml
run 0 "her name and number are nowhere in the log" tocsin --json log I-4
says_not "no name" Carla
says_not "no number" 0199
says "but what stands for her" outsider-1
point "nor anywhere in the ledger" "$(grep -c 'Carla' "$TOCSIN_SITE"/ledger.db* | grep -v ':0$')"
run 0 "who needs to know opens them" tocsin --as manager1 people I-4
says "all of it" "outsider-1   Carla Caller             +1 555 0199        reported it"
run 0 "and that is recorded" tocsin log I-4
says "by name" "manager1      looked at it: people, whole"
run 4 "others do not" tocsin --as legal1 people I-4
sealed=$(ls "$TOCSIN_SITE"/private/*.pem)
legal_opens() { openssl cms -decrypt -inform PEM -in "$sealed" -inkey "$TOCSIN_SITE/keys/legal1-read.pem"; }
run 4 "nor without this program" legal_opens
run 0 "until they are put on the list" tocsin know I-4 add legal1 --because "she called Legal too"
run 0 "then they open for Legal, with openssl alone" legal_opens
says "as they are" '"name":"Carla Caller"'
run 0 "and no more once that is over" tocsin know I-4 remove legal1 --because "Legal is done"
run 4 "for the next copy" legal_opens
run 0 "what is taken away" rm "$sealed"
run 2 "is gone" tocsin people I-4
says "and said to be" "it is not there any more"
run 0 "the record stays whole" tocsin verify
run 0 "and runs again" tocsin replay --all

# ---- when it is over ----

sed 's/active: true/active: false/' executive.yaml >over.yaml
run 0 "one that is over when it is declared" tocsin --json declare over.yaml
over=$(value incident)
run 0 "is just as discreet" tocsin --json know "$over"
holds "in priority 4 as in priority 2" true discreet
run 0 "somebody else is asked for there, too" tocsin know "$over" add auditor1 --because "keeps the logs"
says "and waits" "Nobody is told of this case without senior management's yes."
finish
