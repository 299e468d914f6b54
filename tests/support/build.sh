# The two builds, made or used again. Sourced by tests/run.sh and the examples, from the top of the tree.
#
# Both folders are ignored by git. Warnings are errors for developers (meson setup's default), not here: another
# compiler, or the sanitizers, may see one that is not there.

sanitized=build-sanitized
release=build

say() { printf '  %-14s %s\n' "$1" "$2"; }

# A folder remembers the options it was made with, so that nothing is configured twice.
build_configure() { # folder, options...
  folder=$1
  shift
  if [ ! -f "$folder/build.ninja" ]; then
    meson setup "$folder" "$@" || return 1
  elif [ "$(cat "$folder/.options" 2>/dev/null)" != "$*" ]; then
    meson configure "$folder" "$@" || return 1
  fi
  echo "$*" >"$folder/.options"
}

# Passes ninja's lines on; whoever looks at a terminal sees how far it is, in one line.
build_progress() {
  while IFS= read -r line; do
    case $line in
    *[0-9]/[0-9]*) [ ! -t 2 ] || printf '\r  building       %s files ' "${line%% *}" >&2 ;;
    esac
    printf '%s\n' "$line"
  done
  [ ! -t 2 ] || printf '\r                                        \r' >&2
}

# Says how long it took, or shows the end of what the compiler said.
build() { # folder, what, options...
  folder=$1 what=$2
  shift 2
  began=$(date +%s)
  output=$(mktemp)
  { build_configure "$folder" "$@" && NINJA_STATUS='%f/%t ' ninja -C "$folder" "$what" || echo "BUILD FAILED"; } \
    2>&1 </dev/null | build_progress >"$output"
  if ! tail -n 1 "$output" | grep -qx 'BUILD FAILED'; then
    say built "$folder/ in $(($(date +%s) - began)) s"
    rm -f "$output"
    return 0
  fi
  tail -n 40 "$output"
  rm -f "$output"
  printf '\n%s/ could not be built. If it stems from an older tree, remove it and start again.\n' "$folder" >&2
  return 1
}

# Of the release only the program; meson builds what a test needs when it runs it.
build_release() { build $release tocsin -Dbuildtype=release -Ddeveloper=false; }
build_sanitized() {
  build $sanitized all -Dbuildtype=debug -Doptimization=1 -Ddeveloper=false \
    -Db_sanitize=address,undefined -Db_lundef=false
}
