#!/bin/sh
# Everything that is wrong with a procedure, before it is approved: with its place, its line, and what was meant.
. "$(dirname "$0")/../support/story.sh"
demo_site
cd "$place" || exit 2
before=$(entries)
run 0 "a new site has nothing wrong" tocsin check
says "which is said" "Nothing is wrong with this procedure"
sed -i 's/network.block, host.isolate/network.blok, host.isolate/; s/cites: R75$/sites: R75/' \
  "$TOCSIN_SITE/policies/rules.yaml"
run 1 "two mistakes" tocsin check
says "the one with its place" "policies/rules.yaml:"
says "and what was meant" 'did you mean "network.block"?'
says "the line" "preauthorize: [network.blok, host.isolate]"
says "the other as well" 'did you mean "cites"?'
says "and how many" "2 errors, 0 warnings"
point "with a mark under the place" "$(grep -A1 'preauthorize: \[network.blok' "$out" | tail -n 1 |
  grep -qx ' *^' || cat "$out")"
run 1 "as JSON, too" tocsin --json check
holds "not ok" false ok
holds "which file" policies/rules.yaml findings 0 file
holds "what was meant" network.block findings 0 suggestion
holds "how bad" error findings 0 severity
run 0 "another folder is looked at by name" tocsin check --with "$top"
run 2 "if there is a procedure in it" tocsin check --with "$TOCSIN_SITE/keys"
tocsin init --demo other >"$out" 2>"$err"
sed -i '/id: legal2/d; s/, backup: legal2//; s/, legal2\]/]/' other/roster/roster.yaml
sed -i '/legal2/d' other/roster/numbers.yaml
run 0 "what could be better is a warning" tocsin --site other check
says "of the roster, too" "roster/roster.yaml"
run 1 "and an error to who wants it so" tocsin --site other check --strict
point "nothing is recorded" "$([ "$(entries)" = "$before" ] || entries)"
finish
