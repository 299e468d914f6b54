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

# Cut back: an older copy of the database, with the head that has seen more.
cp "$TOCSIN_SITE"/ledger.db* .  2>/dev/null
cp -r "$TOCSIN_SITE" older
tocsin note one more >"$out" 2>"$err"
cp "$TOCSIN_SITE/head" older/head
run 1 "a ledger cut back is found by its head" tocsin --site older verify
run 6 "and nothing more is written to it" tocsin --site older note hello
says "the note is given back" "hello"
finish
