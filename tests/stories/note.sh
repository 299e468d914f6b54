#!/bin/sh
# Notes: typed in panic, never lost.
. "$(dirname "$0")/../support/story.sh"
demo_site
cd "$place" || exit 2

run 0 "a note before any incident is kept" tocsin note something is odd here
says "in the log of the site" "noted in the log of the site"
echo "title: Root logins on web1" >web1.yaml
tocsin declare web1.yaml >"$out" 2>"$err"
run 0 "a note needs no quotes and no incident" tocsin note second login from 203.0.113.7, now as backup
says "where one is open it belongs there" "noted in I-1"
says_not "it is signed" unsigned
run 0 "the incident may be named" tocsin note I-1 "pulled the cable"
run 0 "words that look like options are words" tocsin note ps --forest shows -x nothing
run 0 "after two dashes all is text" tocsin note -- --json
run 0 "the log has them all" tocsin log
says "as typed" "note: second login from 203.0.113.7, now as backup"
says "also with dashes" "note: ps --forest shows -x nothing"
says "and after two of them" "note: --json"
run 0 "in JSON it is a document" tocsin --json note this too
holds "with its incident" "I-1" incident
holds "and whether it is signed" "true" signed

run 0 "without anybody's name it is recorded unsigned" env -u TOCSIN_AS "$TOCSIN" note I-1 who am I
says "and says so" "unsigned:"
run 0 "with a key that is not there too" tocsin --key nowhere.pem note my key is gone
says "with the reason" "nowhere.pem"
run 0 "with somebody else's key too" tocsin --key "$TOCSIN_SITE/keys/legal1.pem" note this is not my key
says "with whose it is" "is the key of legal1, not of technical1"
run 0 "the key alone tells who it is" env -u TOCSIN_AS "$TOCSIN" --key "$TOCSIN_SITE/keys/legal1.pem" note from Legal
says_not "and signs" unsigned
run 0 "the log tells who said it" tocsin log
says "by name" "legal1"
says "and what was not signed" "(unsigned)"

run 0 "a mistyped incident loses no note" tocsin note I-9 the wrong number
says "it is said" "there is no such incident"
run 0 "and the text is kept for the auditors" tocsin --as auditor1 log --all
says "with what was typed" "of I-9, note: the wrong number"
tocsin declare web1.yaml >"$out" 2>"$err"
run 0 "with two open a note is kept for none of them" tocsin note which one
says "and the two are named" "2 incidents are open"

head -c 100000 /dev/zero | tr '\0' 'x' >long
run 0 "a note of a hundred thousand letters is kept" tocsin note I-1 "$(cat long)"
point "whole" "$(tocsin --json log I-1 | python3 -c '
import json, sys
entries = json.load(sys.stdin)["entries"]
long = "".join(e["body"]["text"] for e in entries if e["type"] == "note" and e["body"]["text"].startswith("xxx"))
print("" if len(long) == 100000 else len(long))' | grep .)"
run 0 "letters of the world stay whole" tocsin note I-1 "Zażółć gęślą jaźń, 日本語, 🔔"
run 0 "as the log shows" tocsin log I-1
says "them" "Zażółć gęślą jaźń, 日本語, 🔔"
run 0 "bytes that are no text are kept as well as can be" tocsin note I-1 "$(printf 'bad \377\376 bytes')"
run 0 "a note that steers terminals is kept" tocsin note I-1 "$(printf 'x\033[2Jy')"
run 0 "and shown" tocsin log I-1
point "harmlessly" "$(LC_ALL=C grep -l "$(printf '\033')" "$out")"
run 2 "an empty note is no note" tocsin note I-1
run 2 "neither is nothing" tocsin note
run 0 "many at once are all kept" sh -c 'for i in 1 2 3 4 5 6 7 8; do "$TOCSIN" note I-1 side by side $i & done; wait'
tocsin log I-1 >"$out"
point "every one of them" "$([ "$(grep -c 'side by side' "$out")" = 8 ] || cat "$out")"
run 0 "and the ledger is genuine" tocsin verify --trust "$TOCSIN_SITE/auditors-safe.txt"

# ---- ssh-agent ----

if command -v ssh-agent >/dev/null; then
  cp "$TOCSIN_SITE/keys/manager1.pem" .
  rm "$TOCSIN_SITE/keys/manager1.pem"
  run 0 "without the key file a note is unsigned" tocsin --as manager1 note I-1 no key
  says "as it says" "not at hand"
  eval "$(ssh-agent -s)" >/dev/null
  if python3 "$support/openssh.py" manager1.pem >agent.key 2>/dev/null && chmod 600 agent.key &&
    ssh-add -q agent.key 2>/dev/null; then
    run 0 "ssh-agent signs" tocsin --as manager1 note I-1 from the agent
    says_not "really" unsigned
    run 0 "and tells who one is" env -u TOCSIN_AS "$TOCSIN" note I-1 the agent knows me
    says_not "signed again" unsigned
    run 0 "the ledger agrees" tocsin verify --trust "$TOCSIN_SITE/auditors-safe.txt"
  fi
  kill "$SSH_AGENT_PID"
  unset SSH_AUTH_SOCK SSH_AGENT_PID
fi

# ---- what cannot be recorded is given back ----

run 6 "without a site the note is given back" tocsin --site "$place/nowhere" note the disk is gone
says "in full" "the disk is gone"
says "with the time, for paper" "write on paper, with the time"
cp -r "$TOCSIN_SITE" broken
head -c 4096 /dev/urandom | dd of=broken/ledger.db bs=4096 conv=notrunc 2>/dev/null
run 6 "a broken ledger gives it back too" tocsin --site broken note the ledger is gone
says "in full" "the ledger is gone"
if [ "$(id -u)" != 0 ]; then
  chmod -R a-w broken
  run 6 "a site that cannot be written gives it back too" tocsin --site broken note nothing can be written
  says "in full" "nothing can be written"
fi
finish
