# Stories use the program as people do. Sourced; $TOCSIN is the program, TAP comes out.
#
#     . "$(dirname "$0")/../support/story.sh"
#     demo_site
#     run 0 "the alarm is declared" tocsin declare "$examples/web1.yaml"
#     says "and its priority is named" "PRIORITY 1"
#     finish
#
# run leaves $out (stdout) and $err (stderr) as files and $status; says, says_not and value look at the last run.

support=$(cd "$(dirname "$0")/../support" && pwd)
top=$(cd "$support/../.." && pwd)
examples=$top/examples
. "$support/tap.sh"

: "${TOCSIN:=$top/build/tocsin}"
place=$(mktemp -d)
trap 'chmod -R u+w "$place" 2>/dev/null; rm -rf "$place"' EXIT
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

shown() { printf 'exit status %s\n' "$status" && cat "$out" "$err"; }

# Runs a command; the point passes if it ends with this status.
run() { # exit status, sentence, command...
  expected=$1 sentence=$2
  shift 2
  "$@" >"$out" 2>"$err" </dev/null
  status=$?
  point "$sentence" "$([ $status = "$expected" ] || { echo "\$ $*" && shown; })"
}

says() { # sentence, text that must stand in what the last run printed
  point "$1" "$(cat "$out" "$err" | grep -qF -- "$2" || { echo "not said: $2" && shown; })"
}

says_not() { # sentence, text that must not
  point "$1" "$(cat "$out" "$err" | grep -F -- "$2")"
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
