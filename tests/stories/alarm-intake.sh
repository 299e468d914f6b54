#!/bin/sh
# A sensor rings: alarms come from a file or a pipe, open suspicions, join what is open, and are counted. What they say
# is kept and shown, and is never anything else.
. "$(dirname "$0")/../support/story.sh"
demo_site
cd "$place" || exit 2

eve() { # category, source address, system, what it says
  printf '{"event_type":"alert","host":"sensor1","src_ip":"%s","dest_ip":"%s",' "$2" "$3"
  printf '"alert":{"category":"%s","signature":"%s"}}\n' "$1" "$4"
}

eve "Web Application Attack" 203.0.113.9 web1 \
  'ET $(touch '"$place"'/pwned) ../../x \u001b[2J <script>' >first.json
echo '{"event_type":"flow","src_ip":"203.0.113.9"}' >>first.json
run 0 "an alarm is taken in" tocsin --json declare --alarm first.json
holds "and opens an incident" I-1 incidents 0 incident
holds "of its class" attempt incidents 0 class
holds "what is no alarm is none" 1 aside
run 0 "it is a suspicion" tocsin --json status I-1
holds "not more" suspected facts confirmed
holds "with what this class proves" penetration facts kind
holds "and nothing else: that it goes on, nobody said" unknown facts active
holds "nor where it comes from" unknown facts origin
holds "as urgent as it may be" 1 priority
run 0 "status names the sensor" tocsin status I-1
says "and what it cannot see" "it does not see traffic that stays inside one segment"
says "and how to look at it" "tocsin run I-1 --playbook suspicion"
run 0 "its words are in the log of whoever asks for them" tocsin --json log I-1
run 0 "whose the system is, the roster knows" tocsin --json log I-1
holds "also where a sensor named it" manager2 entries 0 body systems 0 owner
point "as text" "$(grep -q 'touch' "$out" || shown)"
run 0 "in words they are in nobody's way" tocsin log I-1
point "no escape sequence leaves" "$(LC_ALL=C grep -c "$(printf '\033')" "$out" | grep -v '^0$')"
point "and no command was run" "$(ls pwned 2>/dev/null)"
run 0 "it can be looked at with that playbook" \
  tocsin run I-1 --playbook suspicion --answers "$examples/web1-answers.yaml"

# ---- joining ----

eve "Web Application Attack" 198.51.100.4 192.0.2.50 again >second.json
run 0 "the same class joins" tocsin --json declare --alarm second.json
holds "the one that is open" I-1 incidents 0 incident
holds "and opens none" false incidents 0 new
eve "Detection of a Network Scan" 203.0.113.9 192.0.2.60 look >third.json
run 0 "so does the same source" tocsin --json declare --alarm third.json
holds "with its own class" probe incidents 0 class
holds "in the same incident" I-1 incidents 0 incident
echo "Nov 22 03:00:01 web1 sshd[9]: Failed password for root from 198.51.100.99 port 2" >fourth.log
run 0 "and the same system, by another sensor" tocsin --json declare --alarm fourth.log
holds "in the same incident too" I-1 incidents 0 incident
run 0 "each is counted" tocsin --json status I-1
holds "the first class" 2 alarms 0 count
holds "the others" 1 alarms 2 count
eve "Something New" 198.51.100.200 192.0.2.99 new >fifth.json
run 0 "what nobody listed is not dropped" tocsin --json declare --alarm fifth.json
holds "but a suspicion of its own" unknown incidents 0 class
holds "in an incident of its own" I-2 incidents 0 incident

# ---- what an alarm never does ----

tocsin fact I-1 active=no serious=no compromised=no --because "we looked" >"$out" 2>"$err"
eve "Successful User Privilege Gain" 203.0.113.9 192.0.2.10 root >sixth.json
run 0 "an alarm that proves more joins as well" tocsin --json declare --alarm sixth.json
holds "in the open incident" I-1 incidents 0 incident
run 0 "it makes it as urgent as it may be" tocsin --json status I-1
holds "for what it says may be true" "[3, 5]" candidates
run 0 "but milder it makes nothing" tocsin status I-1
says "until somebody signs it" "tocsin fact I-1 serious=true --because"
eve "Web Application Attack" 192.0.2.77 192.0.2.78 ours >ours.json
run 0 "an address of ours is recorded" tocsin declare --alarm ours.json
run 0 "and waits for a person to confirm it" tocsin fact I-1 source.confirmed=192.0.2.77 --because "we asked him"
says "who has done so" "counts as the attacker's from now on"

# ---- a flood ----

sed -i 's/^window: .*/window: 1h/; s/^entries: .*/entries: 3/' "$TOCSIN_SITE/policies/alarms.yaml"
approve_procedure
before=$(entries)
flood() {
  for i in 1 2 3 4 5 6 7 8; do
    j=0
    while [ $j -lt 500 ]; do
      eve "Potential Corporate Privacy Violation" "198.51.$i.$((j % 200))" 192.0.2.31 "flood $i $j"
      j=$((j + 1))
    done
    [ $i != 4 ] || eve "Web Application Attack" 203.0.113.200 192.0.2.32 hidden
    sleep 0.4
  done
}
flood >flood.json
run 0 "a flood of one class comes through a pipe" sh -c \
  '{ i=0; while [ $i -lt 4001 ]; do i=$((i+500)); sed -n "$((i-499)),${i}p" flood.json; sleep 0.4; done; } |
   "$TOCSIN" --json declare --alarm -'
holds "and every alarm of it is counted" 4001 alarms
point "in a few entries" "$([ $(($(entries) - before)) -le 20 ] || echo "$(($(entries) - before)) entries")"
point "and no other class is hidden" "$(grep -q '"class": "attempt"' "$out" || shown)"
run 0 "the incident says how many" tocsin --json status I-3
holds "all of them" 4000 alarms 0 count

# ---- what was dismissed is not what comes next ----

run 0 "a false alarm is dismissed" tocsin dismiss I-2 --why "our own scanner"
run 0 "the next of its kind" tocsin --json declare --alarm fifth.json
holds "is a new suspicion" I-4 incidents 0 incident

# ---- hostile lines, and an end by force ----

{ head -c 1000000 /dev/zero | tr '\0' '{'; echo; head -c 3000 /dev/urandom; echo
  printf '{"event_type":"alert","src_ip":"--help","dest_ip":"../../etc","alert":{"category":"Web Application Attack"}}'
} >hostile.json
run 0 "hostile lines are alarms like others" tocsin --json declare --alarm hostile.json
run 0 "of which no name is taken" tocsin --json log I-1
point "that could be an option or a path" "$(grep -E '"(--help|\.\./\.\./etc)"' "$out")"
mkfifo pipe
"$TOCSIN" declare --alarm - <pipe >said 2>/dev/null &
intake=$!
exec 9>pipe
eve "Detection of a Network Scan" 203.0.113.9 192.0.2.99 one >&9
appears "what came is said to be recorded" said "more of probe" 10
before=$(entries)
kill -9 $intake
exec 9>&-
wait $intake 2>/dev/null
point "and what was said is still there after kill -9" "$([ "$(entries)" = "$before" ] && [ "$before" -gt 0 ] || shown)"
run 0 "an intake that comes back goes on with what is open" tocsin --json declare --alarm fifth.json
holds "and opens nothing anew" false incidents 0 new
run 0 "the ledger is genuine, the lines as they came are in the archive" \
  tocsin verify --trust "$TOCSIN_SITE/auditors-safe.txt"
run 0 "and the runs replay" tocsin replay --all
run 2 "a sensor nobody listed is refused" tocsin declare --alarm first.json --sensor nose
says "with those there are" "suricata sshd"
run 2 "so is a file that is not there" tocsin declare --alarm nothing.json
finish
