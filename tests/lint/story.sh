#!/bin/sh
# What stories rest on (tests/support/story.sh) can fail: told with a program that always says the same.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/tap.sh"
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
cat >"$scratch/tocsin" <<'FAKE'
#!/bin/sh
case $1 in
init) exit 0 ;;
*) echo '{"state": "open", "steps": [{"status": "done"}]}' && exit 3 ;;
esac
FAKE
chmod +x "$scratch/tocsin"

tells() { # sentence, "ok" or "not ok", a line of a story
  story=". '$here/../support/story.sh'; demo_site; run 3 start tocsin status; $3; finish"
  said=$(TOCSIN=$scratch/tocsin sh -c "$story" "$here/../stories/none" 2>&1)
  point "$1" "$(printf '%s\n' "$said" | grep -q "^$2 2 - it" || printf '%s\n' "$said")"
}

tells "the right exit status passes" "ok" "run 3 it tocsin status"
tells "another exit status fails" "not ok" "run 0 it tocsin status"
tells "a text that was said passes" "ok" "says it open"
tells "a text that was not said fails" "not ok" "says it closed"
tells "a text that must not be said fails if it is" "not ok" "says_not it open"
tells "a member with its value passes" "ok" "holds it done steps 0 status"
tells "a member with another value fails" "not ok" "holds it failed steps 0 status"
tells "a member that is missing fails" "not ok" "holds it done steps 1 status"
finish
