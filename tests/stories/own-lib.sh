#!/bin/sh
# A site keeps in lib/ only what it changes. What it leaves out is as shipped, and all of it is what is approved.
. "$(dirname "$0")/../support/story.sh"
demo_site
cd "$place" || exit 2
rm -r "$TOCSIN_SITE/lib"
run 0 "without a lib/ of its own a site is as shipped" tocsin dry-run "$examples/web1.yaml"
says "to the last step" "Put web1 back into service"
mkdir "$TOCSIN_SITE/lib"
cat >"$TOCSIN_SITE/lib/contain.lua" <<'LUA'
local contain = {}

function contain.attack(given)
  arguments.check(given, "against")
  network.block { target = "198.51.100.0/24" }
end

return contain
LUA
run 0 "one function is changed" tocsin dry-run "$examples/web1.yaml"
says "and does what it does now" "Block 198.51.100.0/24 at our border"
says_not "no longer what it did" "Cut off the company network"
says "the others of that file are as shipped" "Call Example Net"
tocsin declare "$examples/web1.yaml" >"$out" 2>"$err"
run 3 "before it is approved it does not run" tocsin run I-1 --answers "$examples/web1-answers.yaml"
says "what was approved does" "block 203.0.113.7 at our border"
approve_procedure
tocsin declare "$examples/web1.yaml" >"$out" 2>"$err"
run 3 "once it is approved it runs" tocsin run I-2 --answers "$examples/web1-answers.yaml"
says "as changed" "block 198.51.100.0/24 at our border"
says "and as shipped" "choose how to contain web1"
says_not "with nothing left that nobody approved" "is not what"
rm -r "$TOCSIN_SITE/lib"
run 0 "the past runs again as it was, whatever lies there now" tocsin replay --all
echo 'return { attack = 1 }' >"$place/contain.lua"
mkdir "$TOCSIN_SITE/lib" && cp contain.lua "$TOCSIN_SITE/lib/"
run 2 "a mistake in it is told with its place" tocsin --as senior1 approve --procedure
says "by file" "lib/contain.lua"
finish
