#!/bin/sh
# Procedures with one mistake each, and what `check` has to say of it: no less, and no more.
#
# n_NAME/ holds files that take the place of shipped ones, an `edit` that is run in the folder, or both; `expected` has
# a line for each finding: severity, code, file (with line and column, or - for none), and what its sentence says.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/tap.sh"
. "$here/../support/place.sh"
: "${TOCSIN:?the program}"
place=$(place_new check) || exit 1
trap 'rm -rf "$place"' EXIT
cd "$place" || exit 2

# What was found and not expected, or expected and not found.
compare() { # expected, found
  python3 - "$1" "$2" <<'PYTHON'
import json, sys
expected = [line.rstrip("\n").split(" ", 3) for line in open(sys.argv[1], encoding="utf-8") if line.strip()]
found = json.load(open(sys.argv[2], encoding="utf-8"))["findings"]

def place(finding):
    parts = [finding["file"] or "-", finding["line"], finding["column"]]
    return ":".join(str(part) for part in parts if part)

def is_it(line, finding):
    at = place(finding)
    return (line[0] == finding["severity"] and line[1] == finding["code"] and
            (at == line[2] or at.startswith(line[2] + ":")) and (len(line) < 4 or line[3] in finding["sentence"]))

for line in expected:
    if not any(is_it(line, finding) for finding in found):
        print("not found:", " ".join(line))
for finding in found:
    if not any(is_it(line, finding) for line in expected):
        print("not expected:", finding["severity"], finding["code"], place(finding), finding["sentence"])
PYTHON
}

for folder in "$here"/n_*/; do
  name=$(basename "$folder")
  rm -rf procedure && mkdir procedure
  cp -r "$here/../../policies" "$here/../../playbooks" "$here/../../lib" procedure
  (cd "$folder" && find . -type f ! -name edit ! -name expected) | while read -r file; do
    cp "$folder/$file" "procedure/$file"
  done
  [ ! -f "$folder/edit" ] || (cd procedure && sh "$folder/edit")
  "$TOCSIN" --json check --with procedure >found 2>said
  status=$?
  wanted=$([ -s "$folder/expected" ] && echo 1 || echo 0)
  point "$(echo "${name#n_}" | tr _ ' ')" "$(
    [ $status = "$wanted" ] || { echo "exit status $status" && cat said; }
    [ -s found ] && compare "$folder/expected" found)"
done

"$TOCSIN" --json check >found 2>said # in no site: what came with the program
status=$?
point "what we ship has none of this" "$([ $status = 0 ] || cat found said)"
finish
