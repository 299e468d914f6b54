#!/bin/sh
# Somebody who has never seen it types things.
. "$(dirname "$0")/../support/story.sh"
cd "$place" || exit 2

run 0 "help is there" tocsin help
says "grouped by the moment of use" "asked of you"
says "the verb for the alarm is in it" "declare [FILE]"
run 0 "help tells about one verb" tocsin help declare
says "with its options" "--drill KIND"
run 0 "a verb tells about itself" tocsin declare --help
says "with an example" "title:"
run 0 "also by -h" tocsin -h
run 0 "the rest is one option away" tocsin help --all
says "with what goes with any verb" "--site DIR"
run 0 "in JSON it is the table" tocsin --json help
holds "of verbs" declare verbs 0 verb
run 0 "it has a version" tocsin --version
says "and says which" "tocsin 0."

run 2 "a verb mistyped is refused" tocsin decalre
says "with what was meant" 'did you mean "declare"?'
run 2 "a verb nobody knows is refused" tocsin frobnicate
says "with where to look" "tocsin help"
run 2 "an option mistyped is refused" tocsin --sitte x log
says "with what was meant" "did you mean --site?"
run 2 "an option of another verb is refused" tocsin log --drill tabletop
run 2 "an option without its value is refused" tocsin --site
says "with how it is written" "--site DIR"
run 2 "an empty value is none" tocsin --site= log
run 2 "a switch takes no value" tocsin --json=yes help
run 2 "too much is refused" tocsin help declare now
says "naming what is too much" '"now"'
run 2 "too little is refused" tocsin init
says "with the form" "tocsin init DIR"
run 2 "help about nothing is refused" tocsin help declar
says "with what was meant" 'did you mean "declare"?'

run 0 "alone and without a site it helps" tocsin
says "and says how to begin" "tocsin init --demo"
run 2 "a verb that needs a site says that there is none" tocsin log
says "and how to name one" "TOCSIN_SITE"
run 2 "a site that is none is named" tocsin --site "$place/nowhere" log
says "with its name" "nowhere is no site"
run 2 "in JSON an error is a document too" tocsin --json log
point "with the sentence in it" "$(value error | grep "no site" >"$place/found" || shown)"
finish
