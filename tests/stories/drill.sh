#!/bin/sh
# An exercise: everything is asked, nothing outside is done, and no page lets one forget it.
. "$(dirname "$0")/../support/story.sh"
demo_site
cd "$place" || exit 2
cat >answers.yaml <<'YAML'
answers:
  notify.management: {status: failed, reached: false}
  fact.establish: {value: unknown}
  "*": {}
YAML
answers=$place/answers.yaml
files() { find "$TOCSIN_SITE/archive" -type f | wc -l; }
printf '#!/bin/sh\ntouch %s/reached\n' "$place" >border && chmod +x border
printf 'commands:\n  network.block:\n    argv: [%s/border, "{target}"]\n    parameters: {target: cidr}\n' "$place" \
  >"$TOCSIN_SITE/policies/commands.yaml"
sed -i '/^  network.block:/a\    driver: command' "$TOCSIN_SITE/policies/actions.yaml"
approve_procedure

run 0 "an exercise at the table is declared" tocsin declare "$examples/web1.yaml" --drill tabletop
run 3 "and run" tocsin run D-1 --answers "$answers"
point "each of its lines says so" "$(sed -n 's/^\([0-9][0-9]:.*\)/\1/p' "$out")"
says "captures are rehearsed" "done: rehearsed"
point "nothing was captured" "$([ "$(files)" = 0 ] || files)"
point "the border was not touched" "$(ls reached 2>/dev/null)"
for verb in status tasks log; do
  run 0 "$verb shows it" tocsin $verb D-1
  says "as an exercise" "EXERCISE"
done
tocsin declare "$examples/web1.yaml" --drill capture >"$out" 2>"$err"
run 3 "an exercise in capturing is run" tocsin run D-2 --answers "$answers"
point "it captures" "$([ "$(files)" -gt 10 ] || files)"
point "and does nothing else outside" "$(ls reached 2>/dev/null)"
tocsin declare "$examples/web1.yaml" >"$out" 2>"$err"
tocsin run I-1 --answers "$answers" >"$out" 2>"$err"
says_not "a real incident is none" EXERCISE
point "there the border is reached" "$(ls reached >/dev/null 2>&1 || shown)"
run 0 "the ledger is genuine" tocsin verify --trust "$TOCSIN_SITE/auditors-safe.txt"
run 0 "and the past can be run again" tocsin replay --all
finish
