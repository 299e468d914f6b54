#!/bin/sh
# However the attacker is spelt, nobody talks to him (R151).
. "$(dirname "$0")/../support/story.sh"
demo_site
export TOCSIN
python3 "$top/tests/hostile/attacker.py" "$top/tests/hostile/attacker.txt"
