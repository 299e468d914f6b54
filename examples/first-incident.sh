#!/bin/sh
# tocsin: your first incident, from the alarm to the audit. About a minute; nothing leaves this machine.
#
#     sh examples/first-incident.sh
#
# Every command is typed out as you could have typed it, and really run; of what it says, only some lines are shown.
# The clock is the real one, the programs whose output is saved are this machine's, the files come with the demo.
set -u
cd "$(dirname "$0")/.." || exit 2
top=$PWD
. tests/support/place.sh
. tests/support/needs.sh
. tests/support/build.sh

step() { printf '\n%s  %s\n' "$1" "$2"; } # number, question

give_up() { # sentence
  printf '\n%s Everything is still in %s\n' "$1" "$place" >&2
  exit 1
}

indent() { sed -u '/./s/^/   /'; }

excerpt() { grep --line-buffered -E -- "$1" | indent; } # lines that match

# Types a command out, runs it, and insists on the exit status that is meant to come.
show() { # exit status, command, which lines of its output (all unless said)
  printf '   $ %s\n' "$2"
  { eval "$2"; echo $? >"$place/.status"; } 2>&1 </dev/null | excerpt "${3-.}"
  status=$(cat "$place/.status")
  [ "$status" = "$1" ] || give_up "That ended with status $status instead of $1."
}

# The same beside what comes next, as in another terminal.
show_beside() { # command, which lines
  printf '   $ %s &\n' "$1"
  { eval "$1"; echo $? >"$place/.beside"; } 2>&1 </dev/null | excerpt "$2" &
}

until_beside_ends() { # exit status meant to come
  wait
  [ "$(cat "$place/.beside")" = "$1" ] || give_up "That ended with status $(cat "$place/.beside") instead of $1."
}

until_waits() { # step
  for _ in $(seq 100); do
    tocsin tasks I-1 2>/dev/null | grep -q "^  $1 " && return 0
    sleep 0.2
  done
  give_up "Nobody was asked for $1."
}

echo "tocsin: your first incident. About a minute; nothing leaves this machine."
echo "  The files that are saved come with the demo; of what programs print here, 1 MB each at most.
  Each command says more than the lines shown here."
needs_for=build
if [ -z "${TOCSIN-}" ]; then # else somebody has built it elsewhere
  needs_install && build_release || exit 1
  TOCSIN=$top/build/tocsin
fi

place=$(place_new first-incident) || exit 1
PATH=$(dirname "$TOCSIN"):$PATH
export PATH
cp examples/web1*.yaml examples/revenge.lua "$place"
cd "$place" || exit 1

step 1 "A company to try it on"
show 0 "tocsin init --demo company" 'people|machine'
TOCSIN_SITE=$place/company TOCSIN_AS=technical1
export TOCSIN_SITE TOCSIN_AS

step 2 "The alarm"
show 0 "tocsin declare web1.yaml"

step 3 "What would we do?  (nothing happens)"
show 0 "tocsin dry-run I-1" 'paths|people.1|technical.stop|at once|findings'

step 4 "We do it.  (captures are real; what the team says comes from a file)"
show_beside "tocsin run I-1 --wait --answers web1-team.yaml" \
  'save everything|stop|no answer|manager whom|finished[.]'
until_waits technical.stop.2
echo
echo "   Cutting off the company waits for a manager. We call both; neither picks up."
show 0 "tocsin answer I-1 people.1 reached=no"
until_waits people.2
show 0 "tocsin answer I-1 people.2 reached=no"
until_beside_ends 0

step 5 "Somebody wrote revenge into a playbook, and got it approved"
show 0 "cp revenge.lua company/playbooks/"
show 0 "tocsin --as senior1 approve --procedure" Approved
show 0 "tocsin declare web1.yaml" I-2
show 4 "tocsin run I-2 --playbook revenge --answers web1-answers.yaml" 'FORBIDDEN|Whatever|WAITS'
show 0 "tocsin --as manager1 approve I-2 technical.3" Approved
show 4 "tocsin run I-2 --answers web1-answers.yaml" 'APPROVED|forbidden|I-2'

step 6 "Would an auditor believe us?"
show 0 "tocsin verify --trust company/auditors-safe.txt" genuine
show 0 "tocsin replay --all"

echo
echo "   And with one letter changed in one copy of the evidence:"
show 0 "cp -r company copy"
cd copy/archive/master || give_up "There is no archive."
letter=$(find . -type f -size +1k | sort | head -n 1)
cd "$place" || exit 1
chmod u+w "copy/archive/master/$letter"
show 0 "printf x | dd of=copy/archive/master/${letter#./} bs=1 seek=99 conv=notrunc status=none"
show 1 "tocsin --site copy verify --trust company/auditors-safe.txt"

step 7 "The night of I-1"
show 0 "tocsin status I-1" 'PRIORITY|no answer|Cut off|owed|before it|post'

# A place with blanks, or an apostrophe, must survive being pasted.
quoted() { printf "'%s'" "$(printf %s "$1" | sed "s/'/'\\\\''/g")"; }

cat <<TEXT

Yours to look at, and to delete when you like. In this line, pasted, is all that what follows needs:
   export PATH=$(quoted "$(dirname "$TOCSIN")"):\$PATH top=$(quoted "$top"); cd $(quoted "$place")
   the record       tocsin --site company log I-1
   the rules        less company/policies/rules.yaml
   next             less "\$top/docs/tour.md": change one rule, and see what it changes
TEXT
