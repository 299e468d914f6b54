#!/bin/sh
# Nothing is promised in a comment: what cannot be done is left out, and said in docs/requirements.md as "not yet".
here=$(cd "$(dirname "$0")" && pwd)
cd "${1:-$here/../..}" || exit 2
. "$here/lint.sh"

marks='TO''DO|FIX''ME|XX''X|HA''CK' # in pieces, so that this file is not found
point "nothing is unfinished by its own words" \
  "$(grep -HnE "\b($marks)\b|not (yet )?imple""mented" $(sources c h lua sh py yaml build) /dev/null | grep -v mktemp)"
finish
