#!/bin/sh
# Incident files that must be refused: each file in incident/ is a case. Its comment "# refused: TEXT" is what must be
# said. A refusal names the file, costs nothing (status 2) and leaves the ledger as it was.
. "$(dirname "$0")/../support/story.sh"
demo_site
cases=$top/tests/hostile/incident

before=$(tocsin log | wc -l)
for file in "$cases"/*.yaml; do
  name=$(basename "$file" .yaml)
  text=$(LC_ALL=C sed -n 's/^[^#]*# refused: //p' "$file" | head -n 1)
  run 2 "$name is refused" tocsin declare "$file"
  says "$name: and what is wrong is said" "${text:-title}"
done

printf 'title: long\nfacility: %s\n' "$(head -c 2000000 /dev/zero | tr '\0' x)" >"$place/long.yaml"
run 2 "a file of two megabytes is refused" tocsin declare "$place/long.yaml"
run 2 "a folder is no incident file" tocsin declare "$place"
run 2 "a file that is not there is no incident file" tocsin declare "$place/none.yaml"
says "and it is named" "none.yaml"
mkfifo "$place/pipe.yaml"
run 2 "a pipe that never ends is no incident file" timeout 10 "$TOCSIN" declare "$place/pipe.yaml"
point "nothing of all this reached the ledger" "$([ "$before" = "$(tocsin log | wc -l)" ] || tocsin log)"
finish
