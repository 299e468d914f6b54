#!/bin/sh
# Pages are believed because tests/support/pages.py runs them: so it must notice when one is wrong.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/tap.sh"
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

reads() { # sentence, "ok" or "not ok"; the page is on stdin, and its last command is judged
  cat >"$scratch/page.md"
  said=$(TOCSIN=/bin/true python3 "$here/../support/pages.py" "$scratch/page.md" 2>&1)
  point "$1" "$(printf '%s\n' "$said" | grep -E '^(not )?ok' | tail -n 1 | grep -q "^$2 " || printf '%s\n' "$said")"
}

reads "what is printed as shown passes" ok <<'PAGE'
    $ echo one; echo two
    one
    two
PAGE
reads "another word fails" "not ok" <<'PAGE'
    $ echo one
    two
PAGE
reads "a line more than shown fails" "not ok" <<'PAGE'
    $ echo one; echo two
    one
PAGE
reads "a line less than shown fails" "not ok" <<'PAGE'
    $ echo one
    one
    two
PAGE
reads "dots stand for any lines" ok <<'PAGE'
    $ echo one; echo two; echo three
    one
    ...
    three
PAGE
reads "but not for those around them" "not ok" <<'PAGE'
    $ echo one; echo two; echo three
    ...
    two
PAGE
reads "times and sizes may differ" ok <<'PAGE'
    $ echo 14:02:31.06 took 5 ms for 3.1 MB
    03:14:22.99 took 88 ms for 12 MB
PAGE
reads "counts may not" "not ok" <<'PAGE'
    $ echo 18 of 18
    17 of 18
PAGE
reads "text between blocks ends what is shown" ok <<'PAGE'
    $ echo one
    one

Then:

    two
PAGE
reads "a shell goes on from command to command" ok <<'PAGE'
```
$ x=1; mkdir deep; cd deep
$ echo $x $(basename "$PWD")
1 deep
```
PAGE
echo 'Nothing here.' >"$scratch/page.md"
said=$(TOCSIN=/bin/true python3 "$here/../support/pages.py" "$scratch/page.md" 2>&1)
point "a page without a command does not pass" "$([ $? != 0 ] || echo "it passed: $said")"
finish
