#!/bin/sh
# Installing what is missing, as far as that can be tried without a bare machine: PATH is a folder with only what any
# Debian has, and apt-get, where there is one, is ours.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/tap.sh"
bare=$(mktemp -d)
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

printf '#!/bin/sh\necho 1000\n' >"$bare/id.new" && chmod +x "$bare/id.new" && mv "$bare/id.new" "$bare/id"
apt_get 'exit 0'
ask "$bare"
holds "without root and sudo, that is said" 1 "Installing takes root, and sudo asks for a password."

printf '#!/bin/sh\necho 0\n' >"$bare/id"
apt_get 'echo "E: the network is down"; exit 100'
ask "$bare"
holds "what apt-get complains of is shown" 1 "E: the network is down"
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
