#!/bin/sh
# Headers stand alone: each compiles by itself, so that the order of includes never matters.
here=$(cd "$(dirname "$0")" && pwd)
cd "${1:-$here/../..}" || exit 2
. "$here/../support/tap.sh"

flags=$(pkg-config --cflags lua5.4 yaml-0.1 libcrypto sqlite3 jansson libseccomp libidn2)
headers=$(find engine -name '*.h' | sort)

# "#pragma once" in what the compiler takes for a main file is its only complaint that we know to be right.
# shellcheck disable=SC2086
found=$(${CC:-cc} -x c -std=gnu17 -D_GNU_SOURCE -Wall -Wno-unused-function -Iengine $flags -fsyntax-only $headers 2>&1 |
  grep -E ': (fatal )?(error|warning):' | grep -v 'pragma once')

point "each header compiles by itself" "$found"
point "each header is read once only" "$(grep -L '^#pragma once' $headers /dev/null | grep -v /dev/null)"
finish
