/*
 * Inside the room: a scenario while it is played.
 */
#pragma once

#include "explore/scenario.h"
#include "run/run.h"

#define PLAY_ORIGIN "scenario"
#define PLAY_BOOT "scenario"

struct play {
  const struct scenario_setup *setup;
  struct scenario_coverage *coverage;
  struct scenario_result *result;
  struct incident *incident;
  struct run *run;
  struct key **keys;          /* one for each of the company */
  uint64_t seq;
  struct entry_place last;    /* what was written last */
  clock_us now;
  size_t next_event;
  clock_us event_from;        /* when what the next event waits for began */
  bool is_event_due;          /* the step it waits for was asked for */
  size_t said_count;
  char **said;                /* "3 technical.2": words already said about a step */
  struct facts declared;      /* as of the declaration */
};

/* paper.c: entries as a ledger would hold them */

/** Writes one; signed with the actor's key if it is a statement. Takes the body over. The caller finishes `entry`. */
int play_write(struct play *play, const struct entry_draft *draft, json_t *body, struct entry *entry, struct err *err);
/** The same about a step of the newest run, or the incident (step NULL), and takes its turn. */
int play_happens(struct play *play, enum entry_type type, const char *step, const char *actor, json_t *body,
                 struct err *err);
json_t *play_genesis(const struct play *play);
json_t *play_run_begin(const struct play *play, const char *playbook);

/* people.c: what people of a scenario say */
int play_answer(struct play *play, const struct step *step, const struct answer *answer, struct err *err);
int play_word(struct play *play, const struct step *step, const struct scenario_word *word, struct err *err);
int play_event(struct play *play, const struct scenario_event *event, struct err *err);
const char *play_person(const struct play *play); /* who runs it */

/* judge.c: held against what was expected */
int play_judge(struct play *play, struct err *err);
/** Takes both texts over; `step` may be NULL. */
void play_fail(struct play *play, int line, const char *step, char *expected, char *got);
