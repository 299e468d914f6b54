#!/bin/sh
# Whom to call, at which number: private, and there at any hour.
. "$(dirname "$0")/../support/story.sh"
demo_site
roster=$TOCSIN_SITE/roster/roster.yaml
cd "$place" || exit 2

# ---- reading ----

run 0 "the order of call is shown to anybody" env -u TOCSIN_AS "$TOCSIN" roster
says "with who stands in" "technical1   Toni Berg            irt and technical; then technical2"
says_not "without a number" "555 0"
run 0 "a member of the team reads a number" tocsin roster show manager1 --because "she asked for a call back"
says "at work and at home" "+1 555 0103, at home +1 555 0114, pager +1 555 0120"
says_not "and no other" "+1 555 0101"
run 0 "the log tells" tocsin log
says "who read whose and why" "read the numbers of manager1: she asked for a call back"
says_not "and never the number" "555 0103"
run 2 "Legal cannot read them" tocsin --as legal1 roster show manager1
says "and is told why, and where the printed copy is" "They are printed, too: the sealed envelope"
run 2 "nobody at all cannot either" env -u TOCSIN_AS "$TOCSIN" roster show
says "for want of a name" "nobody said who this is"
run 0 "an executive reads the executives'" tocsin --as senior2 roster show --because "to call Sara"
says "all of them" "+1 555 0116"
says "and nobody else's" "manager1     Mary Holt            not yours to open"
run 0 "as JSON" tocsin --json roster show senior1
holds "with the number" "+1 555 0105" people 0 phone
refused 2 "somebody who is not in the roster" "nobody in roster/roster.yaml is called manager9" \
  tocsin roster show manager9
refused 2 "an unknown word" 'did you mean "show"' tocsin roster shoow

# ---- with openssl alone ----

opened() { openssl cms -decrypt -inform PEM -in "$TOCSIN_SITE/roster/$1" -inkey "$TOCSIN_SITE/keys/$2-read.pem" 2>&1; }
point "openssl alone opens the team's list" \
  "$(opened numbers.cms technical2 | grep -q 'manager1: {phone: "+1 555 0103"' || opened numbers.cms technical2)"
point "and the executives', for the team" "$(opened senior.cms manager2 | grep -q 'senior1: {phone: "+1 555 0105"' ||
  opened senior.cms manager2)"
point "as docs/roster.md shows it" "$(cd "$TOCSIN_SITE" &&
  sed -n 's/^    \(openssl cms .*\)/\1/p' "$top/docs/roster.md" |
  sed s/NAME/technical1/ >"$place/commands" && [ "$(wc -l <"$place/commands")" = 2 ] &&
  sh -e "$place/commands" | grep -c '^  [a-z0-9]*: {phone' | grep -qx 11 || cat "$place/commands")"
point "but not with anybody's key" "$(opened numbers.cms hr1 | grep "555 0")"

# ---- changing ----

new_numbers() { printf 'home=+1 555 0199\npager=\n' | "$TOCSIN" roster set technical1; }
run 0 "numbers are changed from stdin" new_numbers
says "as the next version" "version 2"
run 0 "what was not named stays" tocsin roster show technical1
says "as it was" "+1 555 0101, at home +1 555 0199"
says_not "and what was emptied is gone" "pager"
typed() { python3 "$support/typed.py" "$@"; }
run 0 "at a terminal they are asked for" typed "telephone at work" "" "pager" "+1 555 0118" "at home" - \
  -- "$TOCSIN" roster set technical1
run 0 "and kept as typed" tocsin roster show technical1
says "each" "+1 555 0101, pager +1 555 0118"
refused 2 "Legal changes nothing" "stay closed" sh -c 'echo phone=1 | "$TOCSIN" --as legal1 roster set technical1'
refused 2 "an executive neither, who cannot read the rest" "not yours to open" \
  sh -c 'echo phone=1 | "$TOCSIN" --as senior1 roster set senior1'
refused 2 "what is no number" "has no digit" sh -c 'echo phone=soon | "$TOCSIN" roster set technical1'
refused 2 "a number among the arguments" "never arguments" tocsin roster set technical1 phone=123
printf 'numbers: {technical1: {phone: "+1 556 0150"}, senior1: {home: "+1 556 0151"}}\n' >plain.yaml
run 0 "all of them from a file" tocsin roster set --from plain.yaml
says "which is to be erased" "shred -u plain.yaml"
run 0 "replace all there were" tocsin roster show
says "the new" "+1 556 0150"
says "not the old" "manager1     Mary Holt            no number"
point "no number lies anywhere in the site" "$(grep -rl '556 015' "$TOCSIN_SITE" | grep -v policies/)"
run 1 "what is missing now is found" tocsin roster check
says "with its line" "roster/roster.yaml:8: manager1 has no number, so nobody can call."

# ---- on paper ----

run 0 "the list is printed for the envelope" tocsin roster print --copies 4
says "with the order of call" "1  technical1, Toni Berg (irt and technical)"
says "the numbers" "+1 556 0150"
says "the chain of command and what each is there for" "technical          Saves evidence"
says "how to open it without this program" "openssl cms -decrypt -inform PEM -in roster/numbers.cms"
says "version and copies" "Version 4 of"
run 0 "who got one signs for it" tocsin --as technical2 roster received technical2
run 0 "the history knows" tocsin roster history
says "what was printed" "the private numbers printed, 4 copies (version 4)"
says "who holds it" "a printed copy received by technical2 (version 4)"
says "and who does not yet" "Not received yet: technical1, manager1, manager2 (version 4)"
says_not "and no number" "556 0"

# ---- who joins and who leaves ----

sed -i 's/^  - {id: hr1,/  - {id: new1, name: New One, roles: [irt], at_all_hours: true}\n&/' \
  "$roster"
run 1 "a newcomer cannot read them yet" tocsin roster check
says "and that is found" "new1 has no key to read private numbers with: tocsin roster key new1"
run 0 "a key is made" tocsin roster key new1
run 1 "which opens nothing yet" tocsin roster check
says "as is found" "new1 cannot open it, and should: tocsin roster seal"
run 0 "until they are encrypted anew" tocsin roster seal
point "then openssl opens them with it" "$(opened numbers.cms new1 | grep -q 'technical1' || opened numbers.cms new1)"
run 2 "a key is not written over" tocsin roster key new1
sed -i 's/^  - {id: new1,.*/  - {id: new1, name: New One, roles: [irt], left: 2020-01-01}/' "$roster"
run 1 "who left can still read" tocsin roster check
says "and that is found" "new1 can open it, and need not any more: tocsin roster seal"
run 0 "they are encrypted anew" tocsin roster seal
point "and then he cannot" "$(opened numbers.cms new1 | grep "555 0")"

# ---- bad rosters ----

broken() { # sentence, text to find, sed expression
  cp "$roster" kept.yaml
  sed -i "$3" "$roster"
  run 1 "$1" tocsin roster check
  says "  with what is wrong" "$2"
  cp kept.yaml "$roster"
}
broken "a loop of backups is found" "loop: technical1, then technical2, then technical1" \
  's/at_all_hours: true, reports_to: manager2/backup: technical1, reports_to: manager2/'
broken "a role that nobody holds" "nobody holds the role human_resources" 's/roles: \[human_resources\], //'
broken "an approver who left" "a yes by that key still counts" \
  's/roles: \[senior_management\], backup: senior2,/&left: 2020-01-01,/'
broken "an executive in whose place nobody decides" "nobody decides in the place of senior2" \
  's/alternate: \[senior1, legal1\]/alternate: []/'
broken "a backup who does not exist" 'backup names "technical9", who is not in the roster' \
  's/backup: technical2/backup: technical9/'

# ---- can they be reached? ----

run 0 "somebody calls and says so" tocsin roster test technical2 --reached yes
run 1 "who was not reached" tocsin roster test manager1 --reached no
run 1 "is found" tocsin roster check
says "as not reached" "manager1 was not reached when it was tried last"
says_not "who was reached is not" "technical2 was"
refused 2 "without a pager program nobody is paged" "names no pager program" tocsin roster test --pager

cat >page <<'EOF'
#!/bin/sh
{ echo "arguments: $*"; cat; } >"$(dirname "$0")/paged"
[ ! -e "$(dirname "$0")/fails" ]
EOF
chmod +x page
printf 'pager: {program: [%s/page, --now], test_every: 30d}\n' "$place" >>"$TOCSIN_SITE/tocsin.yaml"
pager() { printf 'pager=+1 555 0170\n' | "$TOCSIN" roster set technical2; }
run 0 "a pager" pager
run 0 "is reached by the site's own program" tocsin roster test --pager technical2
says "and that is said" "technical2   pager      reached"
point "with the number and the message on stdin, not among the arguments" "$(
  [ "$(head -2 paged)" = "$(printf 'arguments: --now\n+1 555 0170')" ] && grep -q "This is a test" paged || cat paged)"
touch fails
run 1 "a program that fails" tocsin roster test --pager technical2
says "has reached nobody" "technical2   pager      not reached: exit status 1"
run 0 "the ledger has both" tocsin roster history
says "with the outcome" "a try to reach technical2 by pager: not reached; exit status 1"
says_not "without the number" "0170"
for mailer in /usr/bin/mail /usr/sbin/sendmail mutt; do
  sed -i "s|^pager:.*|pager: {program: [/usr/bin/env, $mailer]}|" "$TOCSIN_SITE/tocsin.yaml"
  run 2 "$mailer is refused" tocsin roster
  says "  because nothing goes by mail" "sends mail, and nothing about an incident goes by mail"
done
sed -i '/^pager:/d' "$TOCSIN_SITE/tocsin.yaml"
run 0 "the ledger is genuine" tocsin verify

# ---- a real site ----

openssl genpkey -algorithm ed25519 -out ada.pem 2>/dev/null
run 0 "a real site begins with one person" tocsin --key ada.pem init real --senior ada --name "Ada Byron"
unset TOCSIN_AS
export TOCSIN_SITE="$place/real" TOCSIN_KEY="$place/ada.pem"
run 0 "without numbers" tocsin roster
says "and says what to do" "No numbers are known yet: tocsin roster set PERSON"
first_number() { printf 'home=+1 555 0160\n' | "$TOCSIN" --as ada roster set ada; }
run 0 "the first is set" first_number
run 0 "and read, with the key in the site" tocsin --as ada roster show ada
says "it" "at home +1 555 0160"
mv real/keys/ada-read.pem ada-read.pem
run 0 "or beside the one that is given" tocsin --as ada roster show ada
rm ada-read.pem
run 2 "without any it stays closed" tocsin --as ada roster show ada
says "and says why" "the key that ada reads with is not at hand"
sed -i 's/roles: \[senior_management\]/roles: [senior_management, irt]/' real/roster/roster.yaml
run 1 "much is missing there" tocsin roster check
says "a test whether she can be reached" "whether ada can be reached was never tried: tocsin roster test ada"
says "others of her kind" "1 of management; there should be 2 or more"
says "somebody who decides in her place" "nobody decides in the place of ada"

# ---- somebody joins the company, and leaves ----

cat >>real/roster/roster.yaml <<'YAML'
  - {id: bob, name: "Bob Stone", organisation: system_administration, roles: [irt, technical], reports_to: ada}
YAML
openssl genpkey -algorithm ed25519 -out bob.pem 2>"$err"
openssl pkey -in bob.pem -pubout -out bob-public.pem
refused 2 "who is to count brings a key" "openssl genpkey" tocsin --as ada roster enrol bob
refused 2 "its public half" "is not a public key" tocsin --as ada roster enrol bob --public bob.pem
refused 4 "and does not enrol himself" "Nothing was changed" tocsin --as bob roster enrol bob --public bob-public.pem
refused 2 "nor anybody who is not listed" "nobody in" tocsin --as ada roster enrol eve --public bob-public.pem
run 0 "senior management signs who he is" tocsin --as ada roster enrol bob --public bob-public.pem
says "and as what he counts" "Bob Stone (bob) counts from now on as: irt and technical"
run 0 "he declares" tocsin --as bob --key bob.pem declare "$examples/web1.yaml"
run 0 "what he signs counts" tocsin --as bob --key bob.pem contained I-1 --because "it stopped"
refused 2 "why his key is revoked is said" "--because" tocsin --as ada roster revoke bob
run 0 "he leaves" tocsin --as ada roster revoke bob --because "he has left us"
refused 4 "his key counts no more" "neither" tocsin --as bob --key bob.pem over I-1
refused 2 "which happens once" "was revoked before" tocsin --as ada roster revoke bob --because again
run 1 "the roster still lists him" tocsin roster check
says "and that is found" "the key of bob was revoked, and the roster lists bob all the same"
run 0 "the ledger is genuine" tocsin verify --trust real/auditors-safe.txt
finish
