# What tocsin needs to be built and tested, and how to get it. Sourced by tests/run.sh and the examples.
#
# This list is the only place where Debian's package names stand. Each row: package, how to see that it is there (a
# command in PATH, a module of pkg-config, a header), whether it takes that to build or only to test, and its name in a
# sentence. needs_for, if set to "build", leaves out what is for tests only.

needs_for=

needs_list() {
  grep -E " ${needs_for:-[a-z]+}  " <<'ROWS'
gcc              command gcc          build  cc
libc6-dev        header stdlib.h      build  libc
pkgconf          command pkg-config   build  pkg-config
ninja-build      command ninja        build  ninja
meson            command meson        build  meson
liblua5.4-dev    module lua5.4        build  lua 5.4
libyaml-dev      module yaml-0.1      build  libyaml
libssl-dev       module libcrypto     build  openssl 3
libsqlite3-dev   module sqlite3       build  sqlite
libjansson-dev   module jansson       build  jansson
libseccomp-dev   module libseccomp    build  libseccomp
libidn2-dev      module libidn2       build  libidn2
check            module check         build  check
openssl          command openssl      test   openssl
procps           command ps           build  ps
lua-check        command luacheck     test   luacheck
faketime         command faketime     test   faketime
ROWS
}

needs_is_there() { # kind, name
  case $1 in
  command) command -v "$2" >/dev/null 2>&1 ;;
  module) pkg-config --exists "$2" 2>/dev/null ;;
  header) printf '#include <%s>\n' "$2" | gcc -E -x c - >/dev/null 2>&1 ;;
  esac
}

# Prints the rows that are there, or those that are missing.
needs_rows() { # there | missing
  needs_list | while read -r package kind name purpose words; do
    state=missing
    if needs_is_there "$kind" "$name"; then state=there; fi
    if [ "$state" = "$1" ]; then echo "$package|$words"; fi
  done
}

needs_packages() { needs_rows missing | cut -d '|' -f 1 | tr '\n' ' ' | sed 's/ $//'; }
needs_words() { needs_rows there | cut -d '|' -f 2 | tr '\n' ',' | sed 's/,$//; s/,/, /g'; }

# Installs what is missing, saying what. Returns 1 with a sentence where it cannot.
needs_install() {
  packages=$(needs_packages)
  [ -n "$packages" ] || return 0
  command -v apt-get >/dev/null 2>&1 || { needs_cannot "There is no apt-get here."; return 1; }
  needs_root || return 1
  apt_log=$(mktemp) || { needs_cannot "And nothing can be written in ${TMPDIR:-/tmp}."; return 1; }
  printf '  installing     %s\n' "$packages"
  needs_apt || { needs_cannot "apt-get could not install them: $(needs_first_error)"; return 1; }
  rm -f "$apt_log"
  packages=$(needs_packages)
  [ -z "$packages" ] || needs_cannot "apt-get ended well, but they are still not found."
}

# Who asks for a password is let ask, where somebody sits who can type it.
needs_root() {
  as_root=
  [ "$(id -u)" != 0 ] || return 0
  command -v sudo >/dev/null 2>&1 || { needs_cannot "Installing takes root, and there is no sudo here."; return 1; }
  as_root="sudo -n"
  ! $as_root true 2>/dev/null || return 0
  needs_terminal || { needs_cannot "Installing takes root, and sudo asks for a password."; return 1; }
  printf '  installing     takes root: sudo asks for your password\n'
  as_root=sudo
  $as_root true || { needs_cannot "Installing takes root, and sudo said no."; return 1; }
}

needs_terminal() { [ -t 0 ] && [ -t 2 ]; }

# Tries with the lists that are there; a fresh machine has none, so they are fetched. Another apt-get is waited for, for
# two minutes. Words are meant to split.
needs_apt() {
  apt="$as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o DPkg::Lock::Timeout=120 --no-install-recommends"
  # shellcheck disable=SC2086
  $apt install $packages >"$apt_log" 2>&1 </dev/null ||
    { needs_lists && $apt install $packages; } >"$apt_log" 2>&1 </dev/null
}

# The lock of the lists is not one that apt-get waits for by itself.
needs_lists() {
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12; do
    $apt update && return 0
    grep -q 'Could not get lock' "$apt_log" || return 1
    sleep 10
  done
  return 1
}

# What went wrong first is why: what follows it, follows from it.
needs_first_error() {
  error=$(sed -n '/^E: /{p;q}' "$apt_log")
  printf '%s\nAll that it said is in %s.\n' "${error:-it did not say why.}" "$apt_log"
}

needs_cannot() { # why
  printf 'These Debian packages are missing: %s\n%s Install them, then start again:\n    apt-get install %s\n' \
    "$packages" "$1" "$packages" >&2
  return 1
}
