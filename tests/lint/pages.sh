#!/bin/sh
# What our pages point to exists. A path in backticks is looked for beside its page and at the top of the tree; it
# counts as one of ours if its first folder is there. build/ is made, so it need not be.
here=$(cd "$(dirname "$0")" && pwd)
cd "${1:-$here/../..}" || exit 2
. "$here/lint.sh"

pages() { find . -name '*.md' -not -path './build*' -not -path './.git/*' -not -path '*/node_modules/*' | sort; }

# "page path" for each backticked word that has a slash and only characters of a file name.
paths() {
  pages | while read -r page; do
    grep -oE '`[A-Za-z0-9_.-]+/[A-Za-z0-9_./-]*`' "$page" | tr -d '`' | sort -u | sed "s|^|$page |"
  done
}

dangling() {
  paths | while read -r page path; do
    first=${path%%/*} folder=$(dirname "$page")
    [ -d "$first" ] || [ -d "$folder/$first" ] || continue
    [ "$first" = build ] || [ -e "$path" ] || [ -e "$folder/$path" ] || echo "$page: there is no $path"
  done
}

# [words](target), as far as the target is a file of ours.
broken_links() {
  pages | while read -r page; do
    grep -oE '\]\([^):]+\)' "$page" | sed -E 's/^\]\(//; s/\)$//; s/#.*//' | while read -r target; do
      [ -z "$target" ] || [ -e "$(dirname "$page")/$target" ] || echo "$page: there is no $target"
    done
  done
}

point "every path a page names exists" "$(dangling)"
point "every link of a page leads somewhere" "$(broken_links)"
point "no line of a page is wider than 120, but in tables" \
  "$(pages | xargs env LC_ALL=C.UTF-8 grep -HnE '^[^|].{120,}' /dev/null | cut -c 1-100)"
finish
