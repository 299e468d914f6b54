#!/bin/sh
# What a header offers somebody uses: another file of the engine, or a test. Else it is static, or it goes.
here=$(cd "$(dirname "$0")" && pwd)
cd "${1:-$here/../..}" || exit 2
. "$here/../support/tap.sh"

# "file:line:" and the text of each line of C; comments are left out, so that praise is no use.
lines() {
  find engine tests -name '*.[ch]' | sort | xargs awk '
    FNR == 1 { inside = 0 }
    {
      text = $0
      if (inside) { if (!match(text, /\*\//)) next; text = substr(text, RSTART + 2); inside = 0 }
      while ((from = index(text, "/*")) > 0) {
        rest = substr(text, from + 2)
        if ((to = index(rest, "*/")) == 0) { inside = 1; text = substr(text, 1, from - 1); break }
        text = substr(text, 1, from - 1) " " substr(rest, to + 2)
      }
      print FILENAME ":" FNR ":" text
    }'
}

# A declaration stands at the left edge of a header and ends in ");" or goes on; a definition likewise in a .c file.
unused=$(lines | awk '
  {
    split($0, place, ":"); file = place[1]; text = substr($0, length(place[1]) + length(place[2]) + 3)
    is_edge = text ~ /^[a-z][a-z_0-9 *]*[ *][a-z_0-9]+\(/ && text !~ /^(static|typedef|return|else|struct [a-z_]+ \{)/
    name = ""
    if (is_edge && file ~ /^engine\//) {
      name = text; sub(/\(.*/, "", name); sub(/.*[ *]/, "", name)
      if (file ~ /\.h$/ && !(name in declared)) declared[name] = file ":" place[2]
      else if (file ~ /\.c$/) home[name] = file
    }
    while (match(text, /[a-z_][a-z_0-9]+/)) {
      word = substr(text, RSTART, RLENGTH); text = substr(text, RSTART + RLENGTH)
      if (word == name) { name = ""; continue }
      if (!((word, file) in seen)) { seen[word, file] = 1; users[word] = users[word] " " file }
    }
  }
  END {
    for (name in declared) {
      count = split(users[name], files, " "); used = 0
      for (i = 1; i <= count; i++) used += files[i] != home[name]
      if (!used) print declared[name] ": nobody uses " name (name in home ? "" : ", and it is not there")
    }
  }' | sort)

point "what a header offers is used by another file or a test" "$unused"
finish
