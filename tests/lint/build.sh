#!/bin/sh
# What the two builds say where they cannot be made (tests/support/build.sh), tried with a meson and a ninja of ours.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/tap.sh"
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/tools" "$scratch/a tree"
cd "$scratch/a tree" || exit 1

tool() { # name, script
  printf '#!/bin/sh\n%s\n' "$2" >"$scratch/tools/$1"
  chmod +x "$scratch/tools/$1"
}

ask() { # commands after build.sh was sourced
  said=$(PATH=$scratch/tools:$PATH sh -c ". '$here/../support/build.sh'; $1" 2>&1)
  status=$?
}

holds() { # sentence, exit status wanted, text wanted in what was said
  point "$1" "$([ $status = "$2" ] && printf '%s' "$said" | grep -qF -- "$3" ||
    printf 'exit status %s\n%s\n' $status "$said")"
}

tool meson ': >"$2/build.ninja"'
tool ninja 'exit 0'
ask "build_release"
holds "a folder with a blank in its name is built in" 0 "build/ in"
tool ninja 'echo "main.c:1: error: a mistake"; exit 1'
ask "build_release"
holds "what the compiler said is shown" 1 "main.c:1: error: a mistake"
tool ninja 'sleep 2; exit 0'
ask "(build_release) & sleep 0.5; build_release; wait"
holds "who finds somebody building waits, and says so" 0 "somebody else builds in build/"
point "and then builds" "$([ "$(printf '%s\n' "$said" | grep -c 'built ')" = 2 ] || printf '%s\n' "$said")"
tool ninja 'for i in 1 2 3; do echo "$i/3 cc"; sleep 1; done'
ask "build_every=1; build_release"
holds "where it takes long, how far it is is said" 0 "building       build/ 3/3 files"
rm -rf build && : >build
ask "build_release"
holds "where nothing can be written, that is said" 1 "Nothing can be written in $scratch/a tree"
holds "with what to type" 1 "cp -r \"$scratch/a tree\" ~/tocsin"
finish
