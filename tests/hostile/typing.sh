#!/bin/sh
# What people mistype at three in the morning, and what somebody types on purpose: always one sentence, status 2, and
# nothing done.
. "$(dirname "$0")/../support/story.sh"
demo_site
long=$(head -c 100000 /dev/zero | tr '\0' x)

run 2 "an unknown verb" tocsin declair
says "is answered with the one that was meant" "declare"
run 2 "an unknown option" tocsin --sight "$TOCSIN_SITE" log
run 2 "an option without its value" tocsin --site
run 2 "a verb with too few arguments" tocsin decide
run 2 "an unknown action" tocsin decide network.disconect
says "is answered with the one that was meant" "network.disconnect"
run 2 "an unknown fact" tocsin decide network.disconnect activ=true
says "is answered with the one that was meant" "active"
run 2 "a value it cannot have" tocsin decide network.disconnect active=perhaps
run 2 "an unknown role" tocsin decide network.disconnect role=boss
run 2 "a word that is no pair" tocsin decide network.disconnect priority
run 2 "a very long verb" tocsin "$long"
run 2 "a very long action" tocsin decide "$long"
run 2 "a verb of control characters" tocsin "$(printf 'a\033[2Jb')"
point "which do not reach the terminal" "$(LC_ALL=C grep -l "$(printf '\033')" "$out" "$err")"
run 2 "an empty verb" tocsin ""
run 4 "an incident that is not there" tocsin log I-99
run 2 "an incident that is none" tocsin log "../../etc/passwd"
run 2 "a site that is not there" tocsin --site "$place/nowhere" log
says "is named" "nowhere"
run 0 "a person nobody knows may note: recording never refuses" tocsin --as nobody note "hello"
says "but it is marked" "unsigned"
run 2 "a second site in the same place" tocsin init "$TOCSIN_SITE"

# Output that cannot be written must not end in success.
"$TOCSIN" help >/dev/full 2>"$err"
status=$?
point "a full disk behind the output is noticed" "$([ $status != 0 ] || echo "exit status $status")"
"$TOCSIN" --json verify >/dev/full 2>"$err"
status=$?
point "also behind JSON" "$([ $status != 0 ] || echo "exit status $status")"
finish
