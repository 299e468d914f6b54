#!/bin/sh
# What luacheck says about playbooks and lib; and that it says something about one that is wrong.
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.." || exit 2
. tests/support/tap.sh

command -v luacheck >/dev/null || { echo "1..0 # SKIP luacheck is not installed" && exit 0; }

looks() { # a playbook on stdin; what luacheck says about it
  luacheck --codes --no-color --formatter plain --config .luacheckrc - 2>&1
}

misses() { # sentence, a line that is wrong, what must be said
  said=$(printf 'return playbook { run = function (incident)\n  %s\nend }\n' "$2" | looks)
  point "$1" "$(printf '%s\n' "$said" | grep -qF -- "$3" || printf '%s\n' "luacheck said: $said")"
}

point "playbooks, lib and examples are clean" \
  "$(luacheck --codes --no-color --formatter plain playbooks lib examples 2>&1)"
misses "a library of Lua's that playbooks do not have is found" "return os.time(), incident" "undefined variable 'os'"
misses "a global is found" "x = incident" "setting non-standard global variable 'x'"
misses "an action that does not exist is found" "network.disconect { what = incident.title }" \
  "undefined field 'disconect' of global 'network'"
misses "a function of lib that does not exist is found" "call.everybody { of = incident }" \
  "undefined field 'everybody' of global 'call'"
misses "changing what is built in is found" "notify.irt = incident" "setting read-only field 'irt' of global 'notify'"
finish
