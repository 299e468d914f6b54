/*
 * Following a record: the same turns, with every block of decisions derived again and held against what was written.
 *
 * A block is all entries of one commit. What happened in it (outcomes, due times, doubts) is taken as it comes; then
 * what was decided is derived, entry by entry, and must be exactly what the record holds, no less and no more.
 */
#include "run/inside.h"

#include "base/alloc.h"
#include "base/json.h"

#include <stdio.h>
#include <string.h>

struct follower {
  struct run *run;
  const struct entry *entries;
  size_t count, next;
  int64_t commit;
  struct divergence *divergence;
  bool has_diverged, is_at_frontier;
};

void divergence_finish(struct divergence *divergence)
{
  free(divergence->recorded);
  free(divergence->now);
  *divergence = (struct divergence){0};
}

static char *text_of(const json_t *value)
{
  if (json_is_string(value))
    return xstrdup(json_string_value(value));
  struct buf text = {0};
  struct err ignored = {0};
  if (!value || json_write_tree(&text, value, &ignored) < 0) {
    buf_finish(&text);
    return NULL;
  }
  return buf_take(&text);
}

static int diverge(struct follower *follower, const char *step, const char *field, const json_t *recorded,
                   const json_t *now, uint64_t seq, const char *where)
{
  struct divergence *divergence = follower->divergence;
  follower->has_diverged = true;
  snprintf(divergence->step, sizeof divergence->step, "%s", step ? step : "run.end");
  snprintf(divergence->field, sizeof divergence->field, "%s", field);
  snprintf(divergence->where, sizeof divergence->where, "%s", where);
  divergence->recorded = text_of(recorded);
  divergence->now = text_of(now);
  divergence->seq = seq;
  return -1;
}

/* What may differ between two runs of the same procedure on different machines. */
static bool is_environment(const char *member)
{
  return !strcmp(member, "by");
}

static int compare_members(struct follower *follower, const char *step, const char *prefix, const json_t *recorded,
                           const json_t *now, uint64_t seq, const char *where)
{
  const char *key;
  json_t *value;
  char field[64];
  json_object_foreach((json_t *)(uintptr_t)now, key, value)
  {
    const json_t *other = json_object_get(recorded, key);
    snprintf(field, sizeof field, "%s%s", prefix, key);
    if (is_environment(key) || json_equal(value, other))
      continue;
    if (json_is_object(value) && json_is_object(other) && !prefix[0]) {
      snprintf(field, sizeof field, "%s.", key);
      return compare_members(follower, step, field, other, value, seq, where);
    }
    return diverge(follower, step, field, other, value, seq, where);
  }
  json_object_foreach((json_t *)(uintptr_t)recorded, key, value)
  {
    snprintf(field, sizeof field, "%s%s", prefix, key);
    if (!is_environment(key) && !json_object_get(now, key))
      return diverge(follower, step, field, value, NULL, seq, where);
  }
  return 0;
}

static int compare(struct follower *follower, const struct entry_draft *draft, const char *where,
                   const struct entry *recorded, struct err *err)
{
  const char *now_type = entry_type_row(draft->type)->name;
  const char *recorded_type = entry_type_row(recorded->type)->name;
  const char *step = draft->step ? draft->step : recorded->step;
  json_t *types = json_pack("[s, s]", recorded_type, now_type);
  json_t *steps = json_pack("[s?, s?]", recorded->step, draft->step);
  json_t *now = json_parse(draft->body, draft->body_length, err);
  int result = now ? 0 : -1;
  if (!result && strcmp(now_type, recorded_type))
    result = diverge(follower, step, "type", json_array_get(types, 0), json_array_get(types, 1), recorded->seq, where);
  if (!result && !json_equal(json_array_get(steps, 0), json_array_get(steps, 1)))
    result = diverge(follower, step, "step", json_array_get(steps, 0), json_array_get(steps, 1), recorded->seq, where);
  if (!result && json_object_get(recorded->body, "stopped") && json_object_get(now, "stopped"))
    ; /* where exactly memory ran out is the record's to say */
  else if (!result)
    result = compare_members(follower, step, "", recorded->body, now, recorded->seq, where);
  json_decref(types);
  json_decref(steps);
  json_decref(now);
  return result;
}

/* The caller of emit finishes what it gets: a second reference, not the record's own. */
static void lend(const struct entry *from, struct entry *to)
{
  *to = *from;
  json_incref(to->whole);
  json_incref(to->payload);
}

static bool is_of_block(const struct follower *follower, size_t index)
{
  return index < follower->count && follower->entries[index].commit == follower->commit &&
         entry_type_row(follower->entries[index].type)->is_runners;
}

/* Entries that say nothing about decisions (evidence, clock) may stand between those of a block. */
static int take_between(struct follower *follower, struct err *err)
{
  while (follower->next < follower->count && !entry_type_row(follower->entries[follower->next].type)->is_runners) {
    bool block_goes_on = false;
    for (size_t i = follower->next + 1; i < follower->count && !block_goes_on; i++) {
      if (entry_type_row(follower->entries[i].type)->is_runners) {
        block_goes_on = is_of_block(follower, i);
        break;
      }
    }
    if (!block_goes_on)
      return 0;
    if (run_take(follower->run, &follower->entries[follower->next++], err) < 0)
      return -1;
  }
  return 0;
}

static int hold_against_record(void *context, const struct entry_draft *draft, const char *where,
                               struct entry *written, struct err *err)
{
  struct follower *follower = context;
  if (take_between(follower, err) < 0)
    return -1;
  if (!is_of_block(follower, follower->next)) {
    json_t *now = json_pack("{s:s, s:O}", "type", entry_type_row(draft->type)->name, "body",
                            json_loadb(draft->body, draft->body_length, 0, NULL));
    const json_t *action = json_object_get(json_object_get(now, "body"), "action");
    diverge(follower, draft->step, "entry", NULL, action ? action : json_object_get(now, "type"), 0, where);
    json_decref(json_object_get(now, "body"));
    json_decref(now);
    return -1;
  }
  const struct entry *recorded = &follower->entries[follower->next];
  if (compare(follower, draft, where, recorded, err) < 0)
    return -1;
  follower->next++;
  lend(recorded, written);
  return 0;
}

static int check_left_over(struct follower *follower)
{
  const struct entry *entry = &follower->entries[follower->next];
  if (!is_of_block(follower, follower->next) || !run_is_derived(entry->type))
    return 0;
  const json_t *action = json_object_get(entry->body, "action");
  return diverge(follower, entry->step, "entry", action ? action : json_object_get(entry->body, "state"), NULL,
                 entry->seq, "");
}

/* The time that a `due` says has passed must have: measured, where it loosens. Else somebody hastened it. */
static int check_due(struct follower *follower, const struct entry *entry)
{
  const struct incident *incident = follower->run->incident;
  const char *name = json_get_string(entry->body, "deadline");
  bool is_pending = false;
  for (size_t i = 0; entry->type == ENTRY_DUE && name && i < incident->deadline_count; i++)
    is_pending |= !strcmp(incident->deadlines[i].name, name);
  if (!is_pending || incident_due_of(incident, entry))
    return 0;
  json_t *now = json_string("has not passed yet, as measured");
  diverge(follower, name, "deadline", json_object_get(entry->body, "at"), now, entry->seq, "");
  json_decref(now);
  return -1;
}

/* What happened in this commit, then what was decided in it. */
static int follow_block(struct follower *follower, struct err *err)
{
  follower->commit = follower->entries[follower->next].commit;
  for (;;) {
    if (take_between(follower, err) < 0)
      return -1;
    if (!is_of_block(follower, follower->next) || run_is_derived(follower->entries[follower->next].type))
      break;
    if (check_due(follower, &follower->entries[follower->next]) < 0 ||
        run_take(follower->run, &follower->entries[follower->next++], err) < 0)
      return -1;
  }
  if (run_decide(follower->run, follower->commit, hold_against_record, follower, err) < 0)
    return -1;
  return take_between(follower, err) < 0 ? -1 : check_left_over(follower);
}

int run_follow(struct run *run, const struct entry *entries, size_t count, enum follow_end *end,
               struct divergence *divergence, struct err *err)
{
  struct follower follower = {.run = run, .entries = entries, .count = count, .divergence = divergence};
  int result = 0;
  while (!result && follower.next < count) {
    const struct entry *entry = &entries[follower.next];
    if (entry_type_row(entry->type)->is_runners && entry->run == (run->number ? run->number : entry->run))
      result = follow_block(&follower, err);
    else
      result = run_take(run, &entries[follower.next++], err);
  }
  if (follower.has_diverged)
    *end = FOLLOW_DIVERGED;
  else if (result)
    return -1;
  else
    *end = run->has_ended ? FOLLOW_COMPLETE : FOLLOW_FRONTIER;
  return 0;
}
