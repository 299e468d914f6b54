# A folder of our own, where what is tried out goes. Sourced by the stories and the examples.

# Prints its path, or says in one sentence why there is none.
place_new() { # name
  mktemp -d "${TMPDIR:-/tmp}/$1.XXXXXX" 2>/dev/null && return 0
  printf 'No folder can be made in %s, where what is tried out goes. Make room there, or name another one:\n' \
    "${TMPDIR:-/tmp}" >&2
  printf '    TMPDIR=/another/place sh %s\n' "$0" >&2
  return 1
}
