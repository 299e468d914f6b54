/*
 * A commit: one write transaction that holds whole turns (design.md section 2).
 *
 * Take the write lock; take a turn for each entry others have appended since; append what has arrived and what is due,
 * each with its turn; then decide once. Only when that is durable, and the head outside knows it, does anything leave:
 * words on the screen, effects in the world.
 */
#include "live/inside.h"

#include "base/alloc.h"
#include "base/json.h"
#include "base/limit.h"
#include "statements/listed.h"

#include <assert.h>
#include <string.h>

#define TURNS_SECONDS 20 /* of processor for one commit's turns: a thousand times what they need */

void live_arrive(struct live *live, enum entry_type type, const char *step, char *body, bool is_statement)
{
  *APPEND(live->arrivals, live->arrival_count) = (struct arrival){type, xstrdup(step), body, is_statement};
}

static void forget_arrivals(struct live *live)
{
  for (size_t i = 0; i < live->arrival_count; i++) {
    free(live->arrivals[i].step);
    free(live->arrivals[i].body);
  }
  free(live->arrivals);
  live->arrivals = NULL;
  live->arrival_count = 0;
}

static void remember(struct live *live, const struct entry *entry)
{
  struct entry *shown = APPEND(live->shown, live->shown_count);
  *shown = *entry;
  json_incref(shown->whole);
  json_incref(shown->payload);
}

/* Its effect starts after the commit. */
static void note_intent(struct live *live, const struct entry *entry)
{
  if (entry->type == ENTRY_INTENT && entry->step)
    *APPEND(live->to_start, live->to_start_count) = xstrdup(entry->step);
}

static int take(struct live *live, const struct entry *entry, struct err *err)
{
  assert(entry->seq >= live->next); /* the ledger's order is the only one */
  remember(live, entry);
  live->next = entry->seq + 1;
  return run_take(live->run, entry, err);
}

static int take_from_others(void *context, uint64_t seq, const char *bytes, size_t length, struct err *err)
{
  (void)seq;
  struct live *live = context;
  struct entry entry;
  if (entry_read(bytes, length, &entry, err) < 0)
    return -1;
  int result = take(live, &entry, err);
  entry_finish(&entry);
  return result;
}

static int append(struct live *live, const struct entry_draft *draft, struct entry *written, struct err *err)
{
  size_t length;
  if (ledger_append(live->setup->ledger, draft, NULL, err) < 0)
    return -1;
  const char *bytes = ledger_last_bytes(live->setup->ledger, &length);
  return entry_read(bytes, length, written, err);
}

static int append_and_take(struct live *live, const struct entry_draft *draft, struct err *err)
{
  struct entry written;
  if (append(live, draft, &written, err) < 0)
    return -1;
  int result = take(live, &written, err);
  entry_finish(&written);
  return result;
}

static int append_statement(struct live *live, struct entry_draft *draft, struct err *err)
{
  struct buf dsse = {0};
  draft->commit = ENTRY_NO_COMMIT;
  draft->actor = live->setup->person;
  int unsigned_ = live->setup->sign(live->setup->sign_context, draft, &dsse, err);
  if (unsigned_ < 0)
    return -1;
  draft->is_unsigned = unsigned_ == 1;
  if (!draft->is_unsigned) {
    draft->dsse = dsse.bytes;
    draft->dsse_length = dsse.length;
  }
  int result = append_and_take(live, draft, err);
  buf_finish(&dsse);
  return result;
}

/* Who runs it signs its beginning; without a key at hand it begins by name only, and can do less (design.md). */
static int append_begin(struct live *live, struct entry_draft *draft, struct err *err)
{
  struct buf dsse = {0};
  draft->actor = live->setup->person;
  draft->run = live->incident->run + 1;
  int unsigned_ = live->setup->sign ? live->setup->sign(live->setup->sign_context, draft, &dsse, err) : 1;
  if (unsigned_ == 0) {
    draft->dsse = dsse.bytes;
    draft->dsse_length = dsse.length;
  }
  int result = unsigned_ < 0 ? -1 : append_and_take(live, draft, err);
  buf_finish(&dsse);
  return result;
}

static int append_arrival(struct live *live, const struct arrival *arrival, struct entry_draft *draft,
                          struct err *err)
{
  if (arrival->type == ENTRY_RUN_BEGIN)
    return append_begin(live, draft, err);
  return arrival->is_statement ? append_statement(live, draft, err) : append_and_take(live, draft, err);
}

static int append_arrivals(struct live *live, int64_t commit, struct err *err)
{
  for (size_t i = 0; i < live->arrival_count; i++) {
    const struct arrival *arrival = &live->arrivals[i];
    bool is_runners = entry_type_row(arrival->type)->is_runners;
    struct entry_draft draft = {
        .type = arrival->type,
        .incident = live->incident->id,
        .step = arrival->step,
        .actor = live->incident->run_person ? live->incident->run_person : live->setup->person,
        .run = live->incident->run,
        .commit = is_runners ? commit : ENTRY_NO_COMMIT,
        .body = arrival->body,
        .body_length = strlen(arrival->body),
    };
    if (append_arrival(live, arrival, &draft, err) < 0)
      return -1;
  }
  return 0;
}

static int append_due(struct live *live, int64_t commit, struct err *err)
{
  const struct deadline *due;
  if (!live->incident->run || live->incident->is_run_ended)
    return 0;
  uint64_t told = 0; /* one that changes nothing is not told again */
  while ((due = incident_due(live->incident, ledger_moment(live->setup->ledger))) && due->seq != told) {
    char at[CLOCK_TEXT_SIZE];
    told = due->seq;
    clock_text(due->at, at);
    char *body = xasprintf("{\"at\":\"%s\",\"deadline\":\"%s\"}", at, due->name);
    struct entry_draft draft = {.type = ENTRY_DUE, .incident = live->incident->id, .run = live->incident->run,
                                .actor = live->incident->run_person, .commit = commit, .body = body,
                                .body_length = strlen(body)};
    int result = append_and_take(live, &draft, err);
    free(body);
    if (result < 0)
      return -1;
  }
  return 0;
}

/* What is waited for is measured from an entry of this boot on; if it has none, this is one (design: Time). */
static int tell_boot(struct live *live, struct err *err)
{
  const struct incident *incident = live->incident;
  struct moment now = ledger_moment(live->setup->ledger);
  if (!incident->run || incident->is_run_ended || !incident_is_strange_to(incident, now.measured))
    return 0;
  char from[CLOCK_TEXT_SIZE], to[CLOCK_TEXT_SIZE];
  clock_text(now.at, from);
  clock_text(clock_read().wall, to);
  char *body = xasprintf("{\"boot\":\"%s\",\"from\":\"%s\",\"to\":\"%s\"}", now.measured.boot, from, to);
  struct entry_draft draft = {.type = ENTRY_CLOCK, .incident = incident->id, .commit = ENTRY_NO_COMMIT, .body = body,
                              .body_length = strlen(body)};
  int result = append_and_take(live, &draft, err);
  free(body);
  return result;
}

static int emit(void *context, const struct entry_draft *draft, const char *where, struct entry *written,
                struct err *err)
{
  (void)where;
  struct live *live = context;
  if (append(live, draft, written, err) < 0)
    return -1;
  assert(written->seq >= live->next);
  remember(live, written);
  note_intent(live, written);
  live->next = written->seq + 1;
  if (draft->type == ENTRY_RUN_END)
    ledger_rotate(live->setup->ledger, "run.end");
  return 0;
}

static int write_turns(struct live *live, struct err *err)
{
  struct ledger *ledger = live->setup->ledger;
  if (ledger_each_of(ledger, live->incident->id, live->next, take_from_others, live, err) < 0)
    return -1;
  int64_t commit = (int64_t)ledger_size(ledger);
  bool begins = live->arrival_count && live->arrivals[0].type == ENTRY_RUN_BEGIN;
  if (tell_boot(live, err) < 0 || append_arrivals(live, commit, err) < 0 || append_due(live, commit, err) < 0 ||
      run_decide(live->run, commit, emit, live, err) < 0)
    return -1;
  if (begins)
    ledger_rotate(ledger, "run.begin");
  if (ledger_size(ledger) == (uint64_t)commit) {
    assert(!live->arrival_count && !live->to_start_count); /* nothing written, so nothing is to be done */
    ledger_abort(ledger); /* only others had something to say */
    return 0;
  }
  if (listed_keep(ledger, live->incident, live->setup->policy, err) < 0)
    return -1;
  return ledger_commit(ledger, err);
}

static void show(struct live *live)
{
  const struct live_watcher *watcher = &live->setup->watcher;
  for (size_t i = 0; i < live->shown_count; i++) {
    if (watcher->took)
      watcher->took(watcher->context, live->incident, &live->shown[i]);
    entry_finish(&live->shown[i]);
  }
  free(live->shown);
  live->shown = NULL;
  live->shown_count = 0;
}

/* What is begun on record but was not started: nothing leaves before the head outside knows of it. */
static int tell_unstarted(const struct live *live, struct err *err)
{
  _cleanup_(buf_finish) struct buf steps = {0};
  for (size_t i = 0; i < live->to_start_count; i++)
    buf_format(&steps, " %s", live->to_start[i]);
  if (err->kind == ERR_WRITTEN && steps.length)
    err_add(err, "Begun on record, and not started:%s. Run it again.", buf_string(&steps));
  return -1;
}

int commit_turns(struct live *live, struct err *err)
{
  if (ledger_begin(live->setup->ledger, err) < 0)
    return -1;
  limit_processor(TURNS_SECONDS);
  int result = write_turns(live, err);
  limit_processor(0);
  if (result < 0) {
    ledger_abort(live->setup->ledger);
    return tell_unstarted(live, err);
  }
  forget_arrivals(live);
  if (ledger_publish(live->setup->ledger, err) < 0)
    return tell_unstarted(live, err);
  if (jobs_start(live, err) < 0)
    return -1;
  show(live);
  return 0;
}
