#!/bin/sh
# A lint that cannot fail is no lint: each is shown a small house that keeps the rules, then the same house with one
# fault planted, and must name the place.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/tap.sh"
house=$(mktemp -d)
trap 'rm -rf "$house"' EXIT

put() { # path, then the text on stdin
  mkdir -p "$(dirname "$house/$1")"
  cat >"$house/$1"
}

# A house of three rooms that breaks no rule.
build_house() {
  rm -rf "${house:?}"/*
  mkdir -p "$house/engine/screen" "$house/engine/report" "$house/engine/explore" "$house/engine/drivers"
  put engine/meson.build <<'TEXT'
subdir('base')        # 0
subdir('policy')      # 2
subdir('ledger')
subdir('drivers')     # 3
subdir('run')         # 4
subdir('explore')     # 5
subdir('report')      # 6
subdir('screen')
subdir('cli')         # 7
TEXT
  for room in '0 base' '2 policy' '2 ledger' '3 drivers' '4 run' '5 explore' '6 report' '6 screen' '7 cli'; do
    echo "| ${room% *} | \`${room#* }/\` | it | all |"
  done | put engine/README.md
  printf '#pragma once\nint one(void);\n' | put engine/base/one.h
  printf '#include "base/one.h"\n\nint one(void)\n{\n  return 1;\n}\n' | put engine/base/one.c
  printf '#pragma once\n#include "base/one.h"\n' | put engine/policy/rule.h
  printf '#pragma once\n' | put engine/ledger/log.h
  printf 'const int worlds = WORLD_LIVE == 0;\n' | put engine/run/world.c
  printf 'puts("It is your turn: approve or deny.");\n' | put engine/cli/say.c
  printf 'return playbook {}\n' | put playbooks/small.lua
  printf '#include "policy/rule.h"\n\nint main(void)\n{\n  return one();\n}\n' | put tests/unit/policy/rule.c
  { echo '| number | how it is carried | test |'
    echo '|---|---|---|'
    for number in $(seq 1 212); do echo "| R$number | not yet | |"; done; } | put docs/requirements.md
}

# With the fault planted the lint must fail, and a point that failed must name the place.
catches() { # sentence, lint, the place it must name
  found=$(sh "$2" "$house" 2>&1 | grep -F -- "$3" | grep '^# ')
  point "$1" "$([ -n "$found" ] || { echo "planted, and not found: $3"; sh "$2" "$house" 2>&1; })"
  build_house
}

layers=$here/layers.sh worlds=$here/worlds.sh words=$here/words.sh measure=$here/measure.sh
headers=$here/headers.sh unfinished=$here/unfinished.sh pages=$here/pages.sh trace=$here/../trace.sh
unused=$here/unused.sh

build_house
for lint in "$layers" "$worlds" "$words" "$measure" "$headers" "$unfinished" "$pages" "$trace" "$unused"; do
  point "$(basename "$lint") finds nothing in a house that keeps the rules" "$(sh "$lint" "$house" 2>&1 | grep '^[n#]')"
done

printf '#include "policy/rule.h"\n' | put engine/base/up.c
catches "an include that goes upward" "$layers" "engine/base/up.c:1: base (0) includes policy (2)"
printf '#include "ledger/log.h"\n' | put engine/policy/side.c
catches "an include that goes sideways" "$layers" "engine/policy/side.c:1: policy (2) includes ledger (2)"
printf '#include "cellar/wine.h"\n' | put engine/policy/nowhere.c
catches "an include of no room at all" "$layers" "cellar is no room"
mkdir -p "$house/engine/attic"
catches "a room without a rank" "$layers" "engine/attic has no rank"
sed -i '/policy/s/2/1/' "$house/engine/README.md"
catches "a map that shows another rank" "$layers" "engine/README.md has no row for policy, rank 2"
printf '#include "cli/say.h"\n' | put tests/unit/policy/high.c
catches "a unit test that reaches above its room" "$layers" "tests/unit/policy/high.c:1"
printf '#include "policy/rule.h"\n' | put engine/drivers/clever.c
catches "a driver that knows the policy" "$layers" "engine/drivers/clever.c:1"
printf '#include "drivers/driver.h"\n' | put engine/explore/act.c
catches "an explorer that could act" "$layers" "engine/explore/act.c:1"

printf 'if (world == WORLD_REPLAY)\n  return;\n' | put engine/run/turn.c
catches "a comparison with a world" "$worlds" "engine/run/turn.c:1"
printf '  case WORLD_DRY_RUN:\n' | put engine/explore/plan.c
catches "a switch over worlds" "$worlds" "engine/explore/plan.c:1"
printf 'if (!strcmp(world->name, "live"))\n' | put engine/run/turn.c
catches "a world told by its name" "$worlds" "engine/run/turn.c:1"
printf 'static bool is_replaying;\n' | put engine/run/turn.c
catches "a private flag for a world" "$worlds" "engine/run/turn.c:1"

printf 'puts("the floor forbids it");\n' | put engine/screen/say.c
catches "an inside word on the screen" "$words" "engine/screen/say.c:1: the floor forbids it"
printf 'puts("well"); puts("priority 0");\n' | put engine/report/say.c
catches "an inside word in the second literal of a line" "$words" "engine/report/say.c:1: priority 0"
printf 'puts("failed to open the ledger");\n' | put engine/cli/say.c
catches "a refusal that says nothing" "$words" "engine/cli/say.c:1"

seq 1 451 | sed 's/.*/int x&;/' | put engine/base/long.c
catches "a long file" "$measure" "engine/base/long.c: 451 lines"
seq 1 161 | sed 's/.*/int x&;/' | put engine/base/long.h
catches "a long header" "$measure" "engine/base/long.h: 161 lines"
seq 1 101 | sed 's/.*/call.irt {}/' | put playbooks/long.lua
catches "a long playbook" "$measure" "playbooks/long.lua: 101 lines"
{ printf 'int f(void)\n{\n'; seq 1 59 | sed 's/.*/  g(&);/'; echo '}'; } | put engine/base/f.c
catches "a long function" "$measure" "engine/base/f.c:2: 61 lines, at most 60: int f(void)"
printf '%0121d\n' 7 | put engine/base/wide.c
catches "a wide line" "$measure" "engine/base/wide.c:1"
printf 'int x; \n' | put engine/base/blank.c
catches "a blank at the end of a line" "$measure" "engine/base/blank.c:1"

printf '#pragma once\nsize_t lonely(void);\n' | put engine/base/lonely.h
catches "a header that leans on others" "$headers" "engine/base/lonely.h:2"
printf 'int open;\n' | put engine/base/bare.h
catches "a header without a guard" "$headers" "engine/base/bare.h"

printf '#pragma once\nint two(void);\n' | put engine/base/two.h
printf '#include "base/two.h"\n\n/* two() is good */\nint two(void)\n{\n  return 2;\n}\n' | put engine/base/two.c
catches "a function that nobody calls" "$unused" "engine/base/two.h:2: nobody uses two"
printf '#pragma once\nint three(void);\n' | put engine/base/three.h
catches "a function that is declared only" "$unused" "engine/base/three.h:2: nobody uses three, and it is not there"

printf '/* TO''DO: later */\n' | put engine/base/later.c
catches "a promise in a comment" "$unfinished" "engine/base/later.c:1"

echo 'Read `engine/base/two.c`.' | put README.md
catches "a page that points to a file that is gone" "$pages" "./README.md: there is no engine/base/two.c"
echo 'Read [this](engine/base/two.c).' | put README.md
catches "a link that leads nowhere" "$pages" "./README.md: there is no engine/base/two.c"
printf '%0121d\n' 7 | put docs/wide.md
catches "a wide line on a page" "$pages" "./docs/wide.md:1"

row() { sed -i "s/^| R7 .*/$1/" "$house/docs/requirements.md"; }
row ''
catches "a number that is missing" "$trace" "R7 is missing"
row '| R8 | not yet | |'
catches "a number that stands there twice" "$trace" "R8 stands there 2 times"
row '| R7 | in `engine\/base\/gone.c` | `tests\/unit\/policy\/rule.c` |'
catches "a path that does not exist" "$trace" "R7: there is no engine/base/gone.c"
row '| R7 | in `engine\/base\/one.c` | |'
catches "something carried without a test" "$trace" "R7: carried, but by what test"
row '| R7 | somehow | `tests\/unit\/policy\/rule.c` |'
catches "something carried nowhere" "$trace" "R7: carried, but where"
row '| R7 | in `engine\/base\/one.c` | `tests\/unit\/policy\/rule.c` `it_is_so` |'
catches "a test that its file does not have" "$trace" "R7: it_is_so is not in tests/unit/policy/rule.c"
echo 'cites: R213' | put policies/rules.yaml
catches "a rule that cites a number that is none" "$trace" "policies/rules.yaml:1: there is no R213"
finish
