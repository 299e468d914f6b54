# What lints share. Sourced, with the folder to look at as the current one.
. "$here/../support/tap.sh"

# Our own sources below the current folder, by ending; not the inputs that are broken on purpose.
sources() { # endings...
  for top in engine playbooks policies lib scenarios examples tests; do
    [ -d $top ] || continue
    for ending in "$@"; do find $top -name "*.$ending" -type f -not -path 'tests/hostile/*/*'; done
  done | sort
}
