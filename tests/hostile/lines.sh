#!/bin/sh
# Nobody writes a line in another's name, nor turns or hides one, whatever he types and wherever it is shown again.
. "$(dirname "$0")/../support/story.sh"
demo_site
export TOCSIN
python3 "$top/tests/hostile/lines.py" "${1:-3}"
