#!/bin/sh
# The auditors come. Then somebody has been there before them.
. "$(dirname "$0")/../support/story.sh"
demo_site
cd "$place" || exit 2
echo "title: Root logins on web1" >web1.yaml
tocsin declare web1.yaml >"$out" 2>"$err"
for word in one two three; do tocsin note $word >"$out" 2>"$err"; done
safe=$TOCSIN_SITE/auditors-safe.txt

run 0 "an untouched ledger is genuine" tocsin verify --trust "$safe"
says "it says so" "genuine."
run 0 "without the safe it is consistent" tocsin verify
says "and no more than that" "consistent; origin not checked"
run 0 "in JSON" tocsin --json verify --trust "$safe"
holds "it is ok" "true" ok
holds "the trust was given" "given" trust
holds "nothing is bad" "null" first_bad
point "entries are counted" "$([ "$(value entries)" -ge 7 ] || shown)"
run 0 "in JSON without the safe" tocsin --json verify
holds "the trust is its own" "self" trust

tocsin init --demo "$place/other" >"$out" 2>"$err"
run 1 "another site's safe is not this one's" tocsin verify --trust "$place/other/auditors-safe.txt"
says_not "it is not genuine" "genuine."
run 2 "a safe that is not there is said" tocsin verify --trust nowhere.txt
echo nonsense >nonsense.txt
"$TOCSIN" verify --trust nonsense.txt >"$out" 2>"$err"
status=$?
point "a safe that is none is not trusted" "$([ $status = 1 ] || [ $status = 2 ] || shown)"

copy() { rm -rf tampered && cp -r "$TOCSIN_SITE" tampered; }
sql() { python3 - "$1" "$2" <<'PYTHON'
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as database:
    database.execute(sys.argv[2])
PYTHON
}

copy
python3 - tampered/ledger.db <<'PYTHON'
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
tables = [row[0] for row in database.execute("select name from sqlite_master where type='table'")]
for table in tables:
    columns = [row[1] for row in database.execute(f"pragma table_info({table})")]
    for column in columns:
        rows = database.execute(f"select rowid, {column} from {table}").fetchall()
        for rowid, value in rows:
            if isinstance(value, bytes) and b'"type":"note"' in value:
                changed = value.replace(b'"at":"2', b'"at":"1')
                database.execute(f"update {table} set {column} = ? where rowid = ?", (changed, rowid))
                database.commit()
                sys.exit(0)
sys.exit("no note found")
PYTHON
run 1 "one letter of one entry changed is found" tocsin --site tampered verify
says_not "it is not called genuine" "genuine."
run 1 "in JSON too" tocsin --site tampered --json verify
holds "it is not ok" "false" ok
point "and the place is told" "$(value first_bad | grep -qE '^[0-9]+$' || shown)"

copy
head -c 4096 /dev/urandom | dd of=tampered/ledger.db bs=4096 conv=notrunc 2>/dev/null
"$TOCSIN" --site tampered verify >"$out" 2>"$err"
status=$?
point "a ledger full of rubbish is not genuine" "$([ $status = 1 ] || [ $status = 6 ] || [ $status = 2 ] || shown)"
copy
rm tampered/ledger.db*
"$TOCSIN" --site tampered verify >"$out" 2>"$err"
status=$?
point "a ledger that is gone is not genuine" "$([ $status != 0 ] || shown)"

# ---- evidence ----

run 3 "evidence is saved" tocsin run I-1 --answers "$examples/web1-answers.yaml"
run 0 "and genuine" tocsin --json verify --trust "$safe"
point "all of it was looked at" "$([ "$(value evidence)" -gt 10 ] || shown)"
run 0 "the log tells of it" tocsin log I-1
says "item by item" "saved processes"
says "with the words of the actions" "Call the incident response team"

spoil() { # what to do with the largest piece of evidence in one of its two places
  copy
  piece=$(find "tampered/archive/$1" -type f -size +0 -printf '%s %p\n' | sort -n | tail -n 1 | cut -d ' ' -f 2-)
  chmod -R u+w tampered/archive
}
for place_of_two in master working; do
  spoil $place_of_two
  printf X | dd of="$piece" bs=1 seek=0 conv=notrunc 2>/dev/null
  run 1 "a changed byte in the $place_of_two copy is found" tocsin --site tampered verify
  says "its entry is named" "entry "
  says "and its hash" "$(basename "$piece")"
  spoil $place_of_two
  rm "$piece"
  run 1 "a missing $place_of_two copy is found" tocsin --site tampered --json verify
  point "with the entry that named it" "$(value first_bad | grep -E '^[0-9]+$' >found || shown)"
done
rm -r tampered/archive
run 1 "a missing archive is found" tocsin --site tampered verify

# Cut back: an older copy of the database, with the head that has seen more.
cp "$TOCSIN_SITE"/ledger.db* .  2>/dev/null
cp -r "$TOCSIN_SITE" older
tocsin note one more >"$out" 2>"$err"
cp "$TOCSIN_SITE/head" older/head
run 1 "a ledger cut back is found by its head" tocsin --site older verify
run 6 "and nothing more is written to it" tocsin --site older note hello
says "the note is given back" "hello"
# ---- what was kept cannot be read: nobody is accused, and nothing is genuine ----

safe=$TOCSIN_SITE/auditors-safe.txt
not_trusted() { # how it is spoiled, what is said of it; the file is $place/spoiled
  run 1 "a trust file that $1" tocsin verify --trust "$place/spoiled"
  says "  that is said" "$2"
  says_not "  it is not genuine" ": genuine"
  says_not "  and nobody is accused" "NOT as they were"
}
: >"$place/spoiled"
not_trusted "is empty" "is empty"
echo "# the safe" >"$place/spoiled"
not_trusted "holds a comment only" "names no log"
sed 's/$/\r/' "$safe" >"$place/spoiled"
not_trusted "went through a Windows editor" "CR LF"
{ printf '\357\273\277' && cat "$safe"; } >"$place/spoiled"
not_trusted "begins with a byte order mark" "byte order mark"
cat "$safe" "$safe" >"$place/spoiled"
not_trusted "is there twice" "stands there already"
sed 's/$/ \t /' "$safe" >"$place/blanks"
run 0 "blanks at the ends of its lines do no harm" tocsin verify --trust "$place/blanks"
printf '\000' | cat "$safe" - >"$place/nul"
run 2 "with a NUL it is no text" tocsin verify --trust "$place/nul"

note_of() { python3 -c "import sqlite3, sys; sys.stdout.buffer.write(bytes(sqlite3.connect(sys.argv[1])
.execute('SELECT note FROM head').fetchone()[0]))" "$1/ledger.db"; }
not_since() { # how it is spoiled, what is said of it; the note is $place/spoiled
  run 1 "a kept note that $1" tocsin verify --trust "$safe" --since "$place/spoiled"
  says "  that is said" "$2"
  says_not "  it is not genuine" ": genuine"
  says_not "  and nobody is accused" "NOT as they were"
}
note_of "$TOCSIN_SITE" >"$place/note"
run 0 "the ledger continues its own checkpoint" tocsin verify --trust "$safe" --since "$place/note"
{ cat "$place/note" && echo; } >"$place/spoiled"
not_since "has one more empty line" "empty line"
sed 's/$/\r/' "$place/note" >"$place/spoiled"
not_since "went through a Windows editor" "CR LF"
head -c -9 "$place/note" >"$place/spoiled"
not_since "is cut off" "cut off"
: >"$place/spoiled"
not_since "is empty" "is empty"
tocsin init --demo "$place/another" >/dev/null
note_of "$place/another" >"$place/spoiled"
not_since "is of another ledger" "another ledger"
finish
