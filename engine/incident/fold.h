/*
 * Inside the room: how the parts of the fold reach each other.
 */
#pragma once

#include "incident/incident.h"

/* steps.c: what becomes of a step */
int steps_take(struct incident *incident, const struct entry *entry, struct err *err);
void step_conclude(struct incident *incident, struct step *step, enum outcome_status status, json_t *fields,
                   clock_us at);
void step_free(struct step *step);

/* approvals.c */
void approvals_take(struct incident *incident, const struct entry *entry);
void approvals_revoke(struct incident *incident, const char *person); /* those that nothing was done by yet */
void approval_expire(struct incident *incident, uint64_t seq);
void approvals_expire(struct incident *incident, clock_us at); /* those that held until before this time */
bool statement_counts(const struct incident *incident, const struct entry *entry);

/* sensed.c: what sensors say */
void sensed_take(struct incident *incident, const json_t *alarm, clock_us at);
void sensed_finish(struct incident *incident);

/* classification.c */
void fact_learn(struct incident *incident, const char *name, const char *value, clock_us at, bool counts);
bool fact_counts(const struct incident *incident, const struct entry *entry); /* said by one of us, with his key */
void classification_take(struct incident *incident, const struct entry *entry);
void classification_finish(struct classification *classification);

/* availability.c: is a manager in reach? */
void availability_call(struct incident *incident, const struct entry *intent, const struct step *step);
void availability_answer(struct incident *incident, const struct step *step, const struct entry *entry);
void availability_arrival(struct incident *incident, const struct entry *entry);
void availability_due(struct incident *incident, const struct entry *due);
void availability_deed(struct incident *incident, const struct deed *deed);

/* calls.c: whom to call next */
void calls_answer(const struct incident *incident, struct step *step);

/* callback.c: is it really he? */
bool callback_is(const struct action *action);
void callback_answer(struct incident *incident, const struct step *step, clock_us at, bool counts);

/* milestones.c, team.c, signoffs.c, keeps.c, deeds.c: what people state outside the playbook */
void milestones_take(struct incident *incident, const struct entry *entry);
void milestones_reach(struct incident *incident, enum milestone milestone, const struct entry *entry);
void milestones_close(struct incident *incident, const struct entry *entry);
void team_take(struct incident *incident, const struct entry *entry);
void team_finish(struct incident *incident);
void signoffs_take(struct incident *incident, const struct entry *entry);
void signoffs_finish(struct incident *incident);
void keeps_take(struct incident *incident, const struct entry *entry);
void keeps_finish(struct incident *incident);
void deeds_take(struct incident *incident, const struct entry *entry);
void deeds_finish(struct incident *incident);
void waivers_take(struct incident *incident, const struct entry *entry);
void waivers_finish(struct incident *incident);

/* know.c */
void know_take(struct incident *incident, const struct entry *entry);
void know_finish(struct know *know);

/* given.c */
void evidence_take(struct incident *incident, const struct entry *entry);
void evidence_finish(struct incident *incident);

/* channels.c */
void channels_take(struct incident *incident, const struct entry *entry);
void channels_finish(struct incident *incident);

/* moments.c */
void moments_take(struct incident *incident, const struct entry *entry);
void moments_finish(struct incident *incident);
void deadline_set(struct incident *incident, const char *name, clock_us at, uint64_t seq);
void deadline_wait(struct incident *incident, const char *name, const struct deadline *wait); /* all but its name */
void deadline_clear(struct incident *incident, const char *name, uint64_t seq); /* seq 0: all of that name */

/* incident.c */
void words_add(char ***words, size_t *count, const char *word);                 /* unless it is there */
bool words_have(char *const *words, size_t count, const char *word);
void words_free(char ***words, size_t *count);
