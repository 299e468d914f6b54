#!/bin/sh
# Somebody who can write to the database, and has no key, was there before the next verb. It is not believed.
. "$(dirname "$0")/../support/story.sh"
demo_site
cd "$place" || exit 2
untouched=$TOCSIN_SITE
cat >web1.yaml <<'YAML'
title: Root logins on web1
declared_by: technical1
facts: {kind: penetration, active: true, serious: true}
source: {addresses: [203.0.113.7]}
systems: [{name: web1, address: 192.0.2.10, owner: manager2}]
YAML
printf 'answers:\n  "*": {}\n' >answers.yaml
tocsin declare web1.yaml >"$out" 2>"$err"
tocsin run I-1 --answers answers.yaml >"$out" 2>"$err"
echo "title: Another one" >other.yaml
tocsin declare other.yaml >"$out" 2>"$err"
tocsin note I-1 before the night >"$out" 2>"$err"
safe=$TOCSIN_SITE/auditors-safe.txt

copy() {
  rm -rf "$place/tampered" && cp -r "$untouched" "$place/tampered"
  export TOCSIN_SITE="$place/tampered"
}
sql() { sqlite3 "$TOCSIN_SITE/ledger.db" "$1"; }
text="CAST(bytes AS TEXT)"
of() { echo "(SELECT min(seq) FROM entry WHERE $text LIKE '%\"type\":\"$1\"%' AND chain = '$2')"; } # type, chain

# ---- whose key it is ----

copy
key=$(sqlite3 "$TOCSIN_SITE/ledger.db" "SELECT json_extract($text, '\$.body.people[4].key') FROM entry WHERE seq = 0")
openssl genpkey -algorithm ed25519 -out evil.pem 2>"$err" && chmod 600 evil.pem
evil=$(openssl pkey -in evil.pem -pubout -outform DER | tail -c 32 | base64)
sql "UPDATE entry SET bytes = CAST(replace($text, '$key', '$evil') AS BLOB) WHERE seq = 0"
run 6 "a key put into the genesis says yes to nothing" \
  tocsin --as manager1 --key evil.pem approve I-1 technical.provider.1
says "and where it was put is told" "entry 1 of /site"
run 6 "nothing is run" tocsin run I-1 --answers answers.yaml
run 6 "nothing is shown" tocsin status I-1
run 6 "nor decided of it" tocsin tasks I-1
run 6 "what somebody sees is noted all the same, and marked" tocsin note I-1 the lights are out
says "it is said that it is" "It is recorded, and marked"
point "it stands there with what could not be checked" \
  "$(sql "SELECT 1 FROM entry WHERE $text LIKE '%the lights are out%'
    AND $text LIKE '%\"unchecked\":\"entry 1 of /site%'" | grep -q 1 || shown)"
run 6 "whom somebody spoke with is kept as it was typed" tocsin spoke I-1 who=a.caller said=hello
says "as a note" "kept as a note, entry"
run 6 "so is what somebody did" tocsin did I-1 notify.irt --because night
says "as well" "kept as a note, entry"
run 6 "and a new incident can be opened" tocsin declare other.yaml
says "with its number" "I-3"
run 1 "the audit finds the place" tocsin verify --trust "$safe"
says "which is the genesis" "entry 0"

# ---- one incident's rows ----

tampered() { # what was done, SQL
  copy
  sql "$2"
  run 6 "$1: it is not shown" tocsin status I-1
  run 6 "$1: nor run" tocsin run I-1
  run 6 "$1: nor replayed" tocsin replay I-1
  run 1 "$1: the audit finds it" tocsin verify
}

tampered "an outcome is another" \
  "UPDATE entry SET bytes = CAST(replace($text, '\"done\"', '\"dOne\"') AS BLOB) WHERE seq = $(of outcome I-1)"
run 0 "the other incident is as it was" tocsin log I-2
tampered "an entry is gone" "DELETE FROM entry WHERE seq = $(of evidence I-1)"
tampered "the last one is gone" "DELETE FROM entry WHERE seq = (SELECT max(seq) FROM entry WHERE chain = 'I-1')"
tampered "one was moved to another incident" "UPDATE entry SET chain = 'I-2' WHERE seq = $(of evidence I-1)"
tampered "one stands there twice" "INSERT INTO entry SELECT (SELECT max(seq) + 1 FROM entry), chain, bytes FROM entry
  WHERE seq = $(of evidence I-1)"
tampered "two have changed places" "UPDATE entry SET seq = 100000 WHERE seq = 20;
  UPDATE entry SET seq = 20 WHERE seq = 21; UPDATE entry SET seq = 21 WHERE seq = 100000"
tampered "a trigger waits for what comes" \
  "CREATE TRIGGER later AFTER INSERT ON entry BEGIN DELETE FROM entry WHERE seq = new.seq - 1; END"
tampered "a view stands in the place of a table" \
  "ALTER TABLE entry RENAME TO rest; CREATE VIEW entry AS SELECT * FROM rest WHERE seq <> 20"
tampered "an index is missing" "DROP INDEX entry_of_chain"
tampered "the leaf of the chain is another" "UPDATE chain SET count = count - 1 WHERE name = 'I-1'"
run 6 "then nothing is written" tocsin note I-1 the lights are out
says "it is for paper" "the lights are out"
tampered "the newest checkpoint is unsigned" \
  "UPDATE head SET note = CAST(replace(CAST(note AS TEXT), '=', '+') AS BLOB)"

# ---- what is there only for a while ----

copy
sql "INSERT INTO entry SELECT 100000, chain, bytes FROM entry
  WHERE seq = (SELECT max(seq) FROM entry WHERE chain = 'I-1')"
run 6 "a note beside a row that was put there is recorded, and marked" tocsin note I-1 the lights are out
sql "DELETE FROM entry WHERE seq = 100000"
run 0 "when the row is gone the record is as it was" tocsin status I-1
run 0 "with the note in it" tocsin verify --trust "$safe"
copy
sql "UPDATE entry SET bytes = CAST(replace($text, '\"attempt\":1', '\"attempt\":2') AS BLOB)
  WHERE seq = $(of outcome I-1)"
run 6 "a note after entries that were changed is marked" tocsin note I-1 the lights are out
says "with the place" "the one before it"
copy
sql "INSERT INTO checkpoint VALUES (100000, 50, x'00', x'', x'')"
run 6 "a checkpoint of what is still to come is seen before it is in the way" tocsin run I-1
run 6 "and notes are recorded" tocsin note I-1 the lights are out
copy
sql "UPDATE head SET untiled = x'', touched = x''"
run 0 "what spares reading is made anew where it is gone" tocsin note I-1 the lights are out
tocsin run I-1 >"$out" 2>"$err"
tocsin --as senior1 roster revoke auditor2 --because left >"$out" 2>"$err"
tocsin run I-2 --answers answers.yaml >"$out" 2>"$err"
run 0 "and is as it should be" tocsin verify --trust "$safe"
copy
rm "$TOCSIN_SITE/head"
mkfifo "$TOCSIN_SITE/head"
run 6 "nobody waits at a pipe in the place of the head file" timeout 20 "$TOCSIN" status I-1
copy
mkfifo "$TOCSIN_SITE/ledger.db-journal"
run 6 "nor in that of a journal" timeout 20 "$TOCSIN" note I-1 the lights are out
says "the note is given back" "the lights are out"

# ---- lists ----

copy
sql "UPDATE chain SET row = CAST(replace(CAST(row AS TEXT), 'Another one', 'Nothing wrong') AS BLOB) WHERE name = 'I-2'"
run 0 "a list that lies is not believed" tocsin
says "the incident is called what it is" "Root logins on web1"
says_not "and not what was put there" "Nothing wrong"
run 1 "the audit finds that it lies" tocsin verify
copy
sql "UPDATE chain SET row = NULL"
run 0 "a list that is missing is made anew" tocsin --json
says "with all that is open" "Root logins on web1"
copy
sql "DELETE FROM chain WHERE name = 'I-2'"
run 6 "an incident that is left out is missed" tocsin tasks
copy
sql "INSERT INTO chain SELECT max(place) + 1, 'I-9', 0, zeroblob(32), zeroblob(32), NULL FROM chain"
run 6 "where what is open cannot be told, that is said" tocsin
says_not "and not that nothing is" "No incident is open"
run 6 "also to programs" tocsin --json

# ---- contents ----

copy
sql "UPDATE content SET bytes = x'00'"
run 6 "another procedure under its hash is not run" tocsin run I-1
run 1 "the audit finds it" tocsin verify

copy
echo "# one more line" >>"$TOCSIN_SITE/policies/rules.yaml"
hash=$(sha256sum "$TOCSIN_SITE/policies/rules.yaml" | cut -c 1-64)
sql "INSERT INTO content VALUES (x'$hash', x'00')"
run 0 "a procedure is kept by its own bytes, whatever stood there before" \
  tocsin --as senior1 approve --procedure --because "a line more"
run 0 "so that what was approved is what there is" tocsin verify --trust "$safe"

# ---- alarms ----

copy
sql "UPDATE entry SET bytes = x'00' WHERE chain = 'I-1'"
printf '%s' '{"timestamp":"2026-11-28T09:50:00.000000+0000","event_type":"alert","src_ip":"203.0.113.9",' >alarm
echo '"dest_ip":"192.0.2.10","host":"s1","alert":{"category":"Web Application Attack","signature":"SQLi"}}' >>alarm
run 6 "an alarm is recorded though another incident cannot be read" tocsin declare --alarm alarm --sensor suricata
point "in an incident of its own" "$(sql "SELECT 1 FROM entry WHERE chain = 'I-3'" | grep -q 1 || shown)"

# ---- the end ----

copy
mv "$TOCSIN_SITE/head" gone
run 0 "without the head file it is shown" tocsin status I-1
says "and said that its end was not checked" "the head file is missing"
run 6 "nothing is done by it" tocsin run I-1 --answers answers.yaml
run 6 "a note is recorded, and marked" tocsin note I-1 the disk with the head is away
says "it is said" "It is recorded, and marked"
mv gone "$TOCSIN_SITE/head"
run 0 "when it is back all goes on" tocsin note I-1 it is back
run 0 "and the record is whole" tocsin verify --trust "$safe"

copy
sqlite3 "$TOCSIN_SITE/ledger.db" "PRAGMA user_version = 0" >"$out"
run 6 "a ledger of an older format is told from a damaged one" tocsin status I-1
says "with what to do" "format 0, and this program reads format 2"
finish
