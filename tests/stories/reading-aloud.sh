#!/bin/sh
# What we print is read aloud, at three in the morning, to somebody who never saw our code. So no inside word may be in
# it, in any verb's help or in anything a whole night prints; and no sentence may say only that something is invalid.
. "$(dirname "$0")/../support/story.sh"
demo_site
export TOCSIN TMPDIR="$place"
spoken=$place/spoken
inside='\b(floor|fold(ed|s)?|turns?|worlds?|frontiers?|priority 0|replayer|vtable|NULL|null)\b'
empty='\b(invalid|illegal|failed to|unable to|fatal|oops)\b|\berror:'

# Runs a command and keeps what it said under its name; "your turn" is English.
hear() {
  { "$@" 2>&1 </dev/null || true; } | sed -E "s/[Yy]our turn|YOUR TURN//g; s|^|$(echo "$*" | tr '|' ' '): |" >>"$spoken"
}

verbs() { tocsin help --all | sed -nE 's/^  ([a-z][a-z-]*).*/\1/p' | sort -u; }

for verb in $(verbs); do hear tocsin help "$verb"; done
hear tocsin help --all
hear tocsin
hear sh "$examples/first-incident.sh"

cd "$place" && cp "$examples"/*.yaml . && TOCSIN_SITE=$place/company && export TOCSIN_SITE
hear tocsin declare web1.yaml
hear tocsin declare web1-answers.yaml
hear tocsin decide contact.attacker destination=203.0.113.7
hear tocsin decide network.disconnect priority=0
hear tocsin decide nothing.known
hear tocsin run I-1 --answers web1-team.yaml
hear tocsin tasks I-1
hear tocsin status I-1
hear tocsin log I-1
hear tocsin close I-1
hear tocsin replay I-1
hear tocsin verify
hear tocsin dry-run web1.yaml
hear tocsin fact I-1 kind=other --because "it was the cleaner"
hear tocsin nonsense

point "there are verbs, and they were heard" "$([ "$(verbs | wc -l)" -gt 10 ] || verbs)"
point "an inside word would be heard" "$(echo 'run: up to the frontier' | grep -qE "$inside" || echo "it was not")"
point "no inside word is said" "$(grep -nE "$inside" "$spoken" | cut -c 1-200)"
point "no sentence is empty" "$(grep -niE "$empty" "$spoken" | cut -c 1-200)"
point "each verb says what it does in a line that begins small and has no full stop" \
  "$(tocsin help --all | grep -E '^  [a-z-]+( .*)?  +([A-Z]|.*\.$)')"
finish
