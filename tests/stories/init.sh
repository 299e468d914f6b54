#!/bin/sh
# Making a site, for trying out and for real.
. "$(dirname "$0")/../support/story.sh"
cd "$place" || exit 2

# ---- a demo ----

run 0 "a demo site is made in a new folder" tocsin init --demo company
says "it says what it is for" "for trying out only"
says "it says how many people" "11 people"
says "it shows the first key for the safe" "auditors-safe.txt"
point "it has all its parts" "$(for part in tocsin.yaml policies/rules.yaml roster/roster.yaml \
  roster/numbers.cms roster/senior.cms keys/senior1.pem keys/log ledger.db head archive auditors-safe.txt; do
  [ -e "company/$part" ] || echo "$part"; done)"
point "only its owner may enter" "$([ "$(stat -c %a company)" = 700 ] || stat -c %a company)"
point "our people's private numbers are its owner's only, and encrypted" "$(
  find company/roster -maxdepth 1 -type f ! -perm 600
  grep -rl --exclude=contacts.yaml '555 01' company/roster)"
point "keys are their owner's only" "$(find company/keys -name '*.pem' ! -perm 600)"
point "everybody has a certificate, and a key to read with" "$(for key in company/keys/*[0-9].pem; do
  person=$(basename "$key" .pem)
  [ -e "company/keys/$person-read.pem" ] && openssl x509 -in "company/roster/certificates/$person.pem" -noout 2>&1 ||
    echo "$person"; done)"
point "keys are what openssl reads" "$(for key in company/keys/*.pem; do
  openssl pkey -in "$key" -noout 2>&1 </dev/null || echo "$key"; done)"
point "the safe holds a key in the form that verify reads" "$(grep -q '^log corp.test' company/auditors-safe.txt ||
  cat company/auditors-safe.txt)"
run 0 "its ledger is genuine" tocsin --site company verify --trust company/auditors-safe.txt
run 0 "its log tells how it began" tocsin --site company log
says "that it is for trying out" "for trying out only"
says "that the procedure is approved" "approved the procedure"

run 2 "it is not made twice" tocsin init --demo company
says "because the folder is a site" "it is a site already"
point "and nothing of it was touched" "$(tocsin --site company verify >/dev/null 2>&1 || echo "no longer genuine")"
mkdir empty
run 0 "an empty folder will do" tocsin init --demo empty
touch file
run 2 "a file will not" tocsin init --demo file
run 0 "two sites have two names" tocsin --json init --demo other
holds "JSON names the site" "$place/other" site
point "and its own origin" "$([ "$(sed -n 's/^origin: *//p' company/tocsin.yaml)" != \
  "$(sed -n 's/^origin: *//p' other/tocsin.yaml)" ] || echo same)"

# ---- moved, mixed up, read only ----

mv company moved
run 0 "a site can be moved" tocsin --site moved note "we have moved"
cp other/tocsin.yaml moved/tocsin.yaml
run 6 "the ledger of another site is refused" tocsin --site moved note "whose is this"
says "and named" "is another site's"
run 0 "from inside, the site need not be named" sh -c 'cd other/policies && "$TOCSIN" log'

# ---- for real ----

run 2 "a site without anybody who can approve is not made" tocsin init real
says "it says what is missing" "--senior ID"
point "nothing is left of it" "$(ls -d real 2>/dev/null)"
run 2 "no passphrase can be asked without a terminal" setsid "$TOCSIN" init real --senior ada --name "Ada Byron"
says "it says what to do" "--key FILE"
point "and nothing is left of it either" "$(ls -d real 2>/dev/null)"
openssl genpkey -algorithm ed25519 -out ada.pem 2>/dev/null
run 0 "a key that exists is taken" tocsin --key ada.pem init real --senior ada --name "Ada Byron" --domain corp.example
says "it says who can approve" "ada can approve"
says "it says that nothing is approved yet" "nothing is done"
point "the key was not copied" "$(ls real/keys/ada.pem 2>/dev/null)"
point "a key to read with was made" "$(ls real/keys/ada-read.pem real/roster/certificates/ada.pem 2>&1 >/dev/null)"
run 0 "the person is known, and the note is signed" tocsin --site real --as ada --key ada.pem note hello
says_not "really" unsigned
run 2 "an id with a blank is refused" tocsin --key ada.pem init real2 --senior "ada b" --name "Ada Byron"
run 2 "a name that would break the roster is refused" tocsin --key ada.pem init real2 --senior ada --name 'Ada "x"'
run 2 "a missing key is said" tocsin --key none.pem init real2 --senior ada --name "Ada Byron"
says "with its name" "none.pem"

# With a terminal the passphrase is asked twice, and never shown.
typed() { python3 "$support/typed.py" "$@"; }
run 0 "at a terminal the passphrase is asked for" typed "passphrase for the key of ada" sesame "same again" sesame \
  -- "$TOCSIN" init asked --senior ada --name Ada
says_not "and never shown" sesame
point "the keys are encrypted" "$(for key in asked/keys/ada.pem asked/keys/ada-read.pem; do
  grep -q ENCRYPTED $key || head -1 $key; done)"
point "the key to read with opens with the same passphrase" \
  "$(openssl pkey -in asked/keys/ada-read.pem -passin pass:sesame -noout 2>&1)"
run 2 "two passphrases that differ are refused" typed "passphrase" sesame "same again" barley \
  -- "$TOCSIN" init differ --senior ada --name Ada
point "and nothing is left" "$(ls -d differ 2>/dev/null)"
run 2 "no passphrase is none" typed "passphrase" "" -- "$TOCSIN" init differ --senior ada --name Ada
run 0 "with the passphrase one signs" typed "Passphrase of" sesame -- "$TOCSIN" --site asked --as ada note hello
says_not "really" unsigned
says_not "and shows it to nobody" sesame
run 0 "with a wrong one the note is kept all the same" typed "Passphrase of" barley \
  -- "$TOCSIN" --site asked --as ada note hello
says "unsigned" "unsigned:"
run 0 "and where nobody can be asked too" setsid "$TOCSIN" --site asked --as ada note hello
says "unsigned" "unsigned:"

# ---- what cannot be written ----

if [ "$(id -u)" != 0 ]; then
  mkdir closed && chmod 500 closed
  run 2 "a folder that cannot be written is said" tocsin init --demo closed/site
fi
run 2 "below a file nothing is made" tocsin init --demo file/site
finish
