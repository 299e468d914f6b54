# The two builds, made or used again. Sourced by tests/run.sh and the examples, from the top of the tree.
#
# Who builds in a folder holds its lock until he has ended; another one waits, and says so.
#
# Both folders are ignored by git. Warnings are errors for developers (meson setup's default), not here: another
# compiler, or the sanitizers, may see one that is not there.

sanitized=build-sanitized
release=build
build_every=15 # seconds between two lines about how far it is

say() { printf '  %-14s %s\n' "$1" "$2"; }

# A folder that can be written to, or one sentence.
build_ground() { # folder
  mkdir -p "$1" 2>/dev/null && [ -w "$1" ] && return 0
  printf 'Nothing can be written in %s, where %s/ would be built. Copy the tree, and start in the copy:\n' \
    "$PWD" "$1" >&2
  printf '    cp -r "%s" ~/tocsin && cd ~/tocsin\n' "$PWD" >&2
  return 1
}

build_lock() { # folder; descriptor 9 holds it, until this shell ends or locks another one
  exec 9>"$1/.lock"
  flock -n 9 && return 0
  say waiting "somebody else builds in $1/; it goes on when that has ended"
  flock 9
}

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

# Passes ninja's lines on, and says how far it is: at a terminal in one line, else in a line every 15 seconds.
build_progress() { # folder
  said=$(date +%s)
  while IFS= read -r line; do
    printf '%s\n' "$line"
    case $line in *[0-9]/[0-9]*) ;; *) continue ;; esac
    if [ -t 2 ]; then
      printf '\r  building       %s/ %s files ' "$1" "${line%% *}" >&2
    elif [ $(($(date +%s) - said)) -ge $build_every ]; then
      said=$(date +%s)
      say building "$1/ ${line%% *} files" >&2
    fi
  done
  [ ! -t 2 ] || printf '\r%60s\r' '' >&2
}

# Says how long it took, or shows the end of what the compiler said. Without "what" it is only made ready to build.
build() { # folder, what, options...
  folder=$1 what=$2
  shift 2
  build_ground "$folder" && build_lock "$folder" || return 1
  began=$(date +%s)
  output=$folder/.output
  { build_configure "$folder" "$@" && build_what || echo "BUILD FAILED"; } 2>&1 </dev/null 9>&- |
    build_progress "$folder" >"$output"
  exec 9>&-
  if ! tail -n 1 "$output" | grep -qx 'BUILD FAILED'; then
    [ -z "$what" ] || say built "$folder/ in $(($(date +%s) - began)) s"
    return 0
  fi
  tail -n 40 "$output"
  printf '\n%s/ could not be built. If it stems from an older tree, remove it and start again.\n' "$folder" >&2
  return 1
}

build_what() { [ -z "$what" ] || NINJA_STATUS='%f/%t ' ninja -C "$folder" "$what"; }

# Of the release only the program, unless said; meson builds what a test needs when it runs it.
build_release() { build $release "${1-tocsin}" -Dbuildtype=release -Ddeveloper=false; }
build_sanitized() {
  build $sanitized "${1-all}" -Dbuildtype=debug -Doptimization=1 -Ddeveloper=false \
    -Db_sanitize=address,undefined -Db_lundef=false
}
build_prepare() { build_sanitized '' && build_release ''; }
