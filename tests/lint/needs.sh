#!/bin/sh
# Installing what is missing, as far as that can be tried without a bare machine: PATH is a folder with only what any
# Debian has, and apt-get, where there is one, is ours.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/tap.sh"
bare=$(mktemp -d) || exit 1
trap 'rm -rf "$bare"' EXIT
for tool in sh cat grep cut tr sed id mktemp tail rm env; do ln -s "$(command -v $tool)" "$bare/$tool"; done

ask() { # PATH: what needs_install says and its exit status
  said=$(PATH=$1 sh -c '. "$1"; needs_install' sh "$here/../support/needs.sh" 2>&1)
  status=$?
}

holds() { # sentence, exit status wanted, text wanted in what was said
  point "$1" "$([ $status = "$2" ] && printf '%s' "$said" | grep -qF -- "$3" ||
    printf 'exit status %s\n%s\n' $status "$said")"
}

apt_get() { # script
  printf '#!/bin/sh\n%s\n' "$1" >"$bare/apt-get"
  chmod +x "$bare/apt-get"
}

ask "$PATH"
point "where all is there, nothing is said" "$said"
ask "$bare"
holds "without apt-get, what to install is said" 1 "These Debian packages are missing: gcc libc6-dev"
holds "and why it was not done here" 1 "There is no apt-get here."

# ---- root ----

tool() { # name, script
  rm -f "$bare/$1"
  printf '#!/bin/sh\n%s\n' "$2" >"$bare/$1"
  chmod +x "$bare/$1"
}

at_a_terminal() { # as ask does
  said=$(python3 "$here/../support/typed.py" "password" secret -- env "PATH=$bare" \
    sh -c '. "$1"; needs_install' sh "$here/../support/needs.sh" 2>&1)
  status=$?
}

tool id 'echo 1000'
apt_get 'exit 0'
ask "$bare"
holds "without root and sudo, that is said" 1 "Installing takes root, and there is no sudo here."
tool sudo 'case $1 in -n) exit 1 ;; true) printf "[sudo] password: " && read -r _ ;; *) echo "with sudo: $*" ;; esac'
ask "$bare"
holds "where nobody can type a password, that is said" 1 "Installing takes root, and sudo asks for a password."
at_a_terminal
holds "at a terminal sudo may ask" 1 "they are still not found"
tool sudo 'case $1 in -n) exit 1 ;; *) printf "[sudo] password: " && read -r _; exit 1 ;; esac'
at_a_terminal
holds "and may say no" 1 "Installing takes root, and sudo said no."

# ---- apt-get ----

tool id 'echo 0'
apt_get 'case "$*" in *DPkg::Lock::Timeout=*" install "*) printf "E: no network\nE: so it goes\n" && exit 100 ;; esac'
ask "$bare"
holds "a busy lock is waited for, and what it complains of first is shown" 1 "install them: E: no network"
holds "with all that it said" 1 "All that it said is in /"
apt_get "case \"\$*\" in *\" install \"*) exit 100 ;; esac
echo 'E: Could not get lock /var/lib/apt/lists/lock.' && echo x >>'$bare/tries' && [ -e '$bare/third' ]"
tool sleep "if [ -e '$bare/second' ]; then : >'$bare/third'; fi; : >'$bare/second'"
ask "$bare"
point "lists that somebody else fetches are waited for" \
  "$([ "$(tr -d '\n' <"$bare/tries")" = xxx ] || printf '%s\n' "$said")"
said=$(PATH=$bare TMPDIR=$bare/nowhere sh -c '. "$1"; needs_install' sh "$here/../support/needs.sh" 2>&1)
status=$?
holds "where nothing can be kept, that is said" 1 "And nothing can be written in $bare/nowhere."
apt_get 'exit 0'
ask "$bare"
holds "an apt-get that installs nothing is not believed" 1 "they are still not found"
apt_get "case \"\$*\" in *install*meson*) touch '$bare/asked' ;; esac"
rm -f "$bare/touch" && ln -s "$(command -v touch)" "$bare/touch"
ask "$bare"
ask "$bare"
point "all is asked for if all is to be tested" "$(printf '%s' "$said" | grep -q faketime || printf '%s\n' "$said")"
said=$(PATH=$bare sh -c '. "$1"; needs_for=build; needs_packages' sh "$here/../support/needs.sh")
point "and no more than it takes, to build" "$(printf '%s' "$said" | grep -e faketime -e '^$')"
ask "$bare"
point "what is installed is said, and asked for in one go" "$(
  [ -e "$bare/asked" ] && printf '%s' "$said" | grep -q '^  installing     gcc .*meson' || printf '%s\n' "$said"
)"
finish
