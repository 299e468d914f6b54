#!/bin/sh
# check never crashes, whatever somebody's editor left of a policy or a playbook: sh mutated.sh [FIRST SEED] [ROUNDS]
. "$(dirname "$0")/../support/story.sh"
demo_site
export TOCSIN
python3 "$top/tests/hostile/mutated.py" "$TOCSIN_SITE" "${1:-1}" "${2:-24}"
