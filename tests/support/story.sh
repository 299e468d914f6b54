# Stories use the program as people do. Sourced; $TOCSIN is the program, TAP comes out.
#
#     . "$(dirname "$0")/../support/story.sh"
#     demo_site
#     run 0 "the alarm is declared" tocsin declare "$examples/web1.yaml"
#     says "and its priority is named" "PRIORITY 1"
#     finish
#
# refused is a run that must record nothing; meanwhile and appears are for what goes on in the background.
# run leaves $out (stdout) and $err (stderr) as files and $status; says, says_not and value look at the last run.

support=$(cd "$(dirname "$0")/../support" && pwd)
top=$(cd "$support/../.." && pwd)
examples=$top/examples
. "$support/tap.sh"
. "$support/place.sh"

: "${TOCSIN:=$top/build/tocsin}"
place=$(place_new story) || exit 1
background=
trap 'kill $background 2>/dev/null; chmod -R u+w "$place" 2>/dev/null; rm -rf "$place"' EXIT
out=$place/.out
err=$place/.err
export NO_COLOR=1
unset TOCSIN_SITE TOCSIN_AS TOCSIN_KEY SSH_AUTH_SOCK

tocsin() { "$TOCSIN" "$@"; }

# A demo site of its own for this story, spoken to as technical1.
demo_site() { # name of the folder, "company" unless said
  export TOCSIN_SITE="$place/${1:-company}" TOCSIN_AS=technical1
  tocsin init --demo "$TOCSIN_SITE" >"$out" 2>"$err" </dev/null || { cat "$err" && exit 1; }
}

# Senior management approves the procedure as it lies in the site's folders now.
approve_procedure() {
  tocsin --as senior1 approve --procedure >"$out" 2>"$err" </dev/null || { cat "$err" && exit 1; }
}

# The playbook of priority 1, from stdin, approved.
playbook() {
  cat >"$TOCSIN_SITE/playbooks/priority-1.lua"
  approve_procedure
}

shown() { printf 'exit status %s\n' "$status" && cat "$out" "$err"; }

# Runs a command; the point passes if it ends with this status.
run() { # exit status, sentence, command...
  expected=$1 sentence=$2
  shift 2
  "$@" >"$out" 2>"$err" </dev/null
  status=$?
  point "$sentence" "$([ $status = "$expected" ] || { echo "\$ $*" && shown; })"
}

# How a line is broken and its columns are set does not count.
in_one_line() { LC_ALL=C tr -s ' \n' ' '; }
holds_text() { in_one_line | grep -qF -- "$(printf %s "$1" | in_one_line)"; } # text; looks at stdin

says() { # sentence, text that must stand in what the last run printed
  point "$1" "$(cat "$out" "$err" | holds_text "$2" || { echo "not said: $2" && shown; })"
}

says_not() { # sentence, text that must not
  point "$1" "$(cat "$out" "$err" | grep -F -- "$2")"
}

entries() { tocsin --json log --all 2>/dev/null | grep -c '^      "seq":'; }

# A run that must fail with a sentence and leave the ledger as it was.
refused() { # exit status, sentence, text it must say, command...
  status_wanted=$1 refused_what=$2 text=$3 before=$(entries)
  shift 3
  run "$status_wanted" "$refused_what" "$@"
  says "  with what to know: $text" "$text"
  point "  and nothing is recorded" "$([ "$(entries)" = "$before" ] || shown)"
}

# ---- side by side ----

# Starts a command beside the story; what it prints goes to $place/NAME, its exit status, when it ends, to NAME.status.
meanwhile() { # name, command...
  name=$1
  shift
  rm -f "$place/$name.status"
  { "$@" >"$place/$name" 2>&1 </dev/null; echo $? >"$place/$name.status.new"; \
    mv "$place/$name.status.new" "$place/$name.status"; } &
  background="$background $!"
}

# Waits until a file holds a text, looking twenty times a second; gives up after that many seconds.
appears() { # sentence, name of the file in $place, text, seconds
  looks=$(($4 * 20))
  until { [ -f "$place/$2" ] && holds_text "$3" <"$place/$2"; } || [ $looks = 0 ]; do
    looks=$((looks - 1))
    sleep 0.05
  done
  point "$1" "$([ $looks != 0 ] || { echo "not within $4 s: $3" && cat "$place/$2"; })"
}

# A member of the JSON the last run printed: value state, value steps 0 status. Nothing if it is not there.
value() { # keys and indices...
  python3 - "$out" "$@" <<'PYTHON'
import json, sys
found = json.load(open(sys.argv[1], encoding="utf-8"))
for key in sys.argv[2:]:
    try:
        found = found[int(key)] if isinstance(found, list) else found[key]
    except (KeyError, IndexError, TypeError, ValueError):
        sys.exit(0)
print(json.dumps(found) if isinstance(found, (dict, list, bool)) or found is None else found)
PYTHON
}

# The point passes if that member has this value.
holds() { # sentence, value wanted, keys...
  sentence=$1 wanted=$2
  shift 2
  found=$(value "$@")
  point "$sentence" "$([ "$found" = "$wanted" ] || { echo "$*: \"$found\", wanted \"$wanted\"" && shown; })"
}
