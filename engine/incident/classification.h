/*
 * What is known of an incident, on whose word, and how that changed: both classifications are kept at every change
 * (R78). What somebody says without a key that counts is recorded and shown, but it never makes a decision milder: for
 * decisions the fact is open until somebody of the team states it again with his key.
 */
#pragma once

#include "base/clock.h"
#include "model/catalogue.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** How things stood after an entry that changed a fact which people (or steps that ask them) establish. */
struct classified {
  uint64_t seq;
  clock_us at;
  char *actor, *because; /* because NULL: it was declared, or is the answer to a step */
  struct facts facts;    /* as stated */
  uint64_t doubted;      /* of these (bit = index), what stands there on a word without a key */
};

struct classification {
  uint64_t doubted;
  bool is_violation;            /* a violation was stated, and nobody who may say so has signed that it is none */
  char *given_by;               /* who alone gave the priority; "": nobody signed it; NULL: none is given, or two did */
  clock_us stated_at[FACT_MAX]; /* when somebody last said so, also if it was known; 0: never */
  size_t count;                 /* from the declaration on */
  struct classified *changes;
};

struct incident;
struct policy;

/** What decisions go by: the facts without those in doubt. */
void incident_certain_facts(const struct incident *incident, struct facts *certain);

/**
 * The facts that decisions go by, without what one word alone must not make milder: a priority that one person gave,
 * and that what was stated as a violation is none, unless Legal, Human Resources or senior management signed it. False
 * if those are no others.
 */
bool incident_strict_facts(const struct incident *incident, struct facts *strict);

/** The priorities that are possible, whether what is in doubt is true or not (bit 0..5). */
uint32_t incident_candidates(const struct incident *incident, const struct policy *policy);
uint32_t classified_candidates(const struct classified *classified, const struct policy *policy);

/** Is this priority given by a person (R84), not derived from the facts? */
bool classified_is_given(const struct classified *classified, const struct catalogue *catalogue);
