/*
 * From nothing, or from a record, to the loop. Both begin with the same fold; a record only makes it longer.
 */
#include "live/inside.h"

#include "base/alloc.h"
#include "base/json.h"
#include "drivers/warden.h"
#include "site/record.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void describe_environment(struct live *live)
{
  char host[64] = "unknown";
  gethostname(host, sizeof host - 1);
  struct buf text = {0};
  struct json json;
  json_begin(&json, &text);
  json_open_object(&json);
  json_member(&json, "boot", clock_boot_id());
  json_member(&json, "host", host);
  json_member_integer(&json, "pid", getpid());
  json_member_integer(&json, "started", (int64_t)warden_start_time(getpid()));
  json_close_object(&json);
  snprintf(live->environment, sizeof live->environment, "%s", buf_string(&text));
  buf_finish(&text);
}

static int say_divergence(const struct live *live, const struct divergence *divergence, struct err *err)
{
  return err_store(err, "%s run %d cannot go on: at %s the record says %s = %s (entry %llu), and now it would be %s. "
                        "Nothing was written. See: tocsin replay %s", live->incident->id, live->incident->run,
                   divergence->step, divergence->field, divergence->recorded ? divergence->recorded : "nothing",
                   (unsigned long long)divergence->seq, divergence->now ? divergence->now : "nothing",
                   live->incident->id);
}

/* Whoever is there by name only can do little; the first of the team with a key goes on in that one's place. */
static void take_over(struct live *live)
{
  const struct incident *incident = live->incident;
  if (!incident->run || incident->is_run_ended || incident->is_run_keyed || !live->setup->has_key ||
      !(incident_roles(incident, live->setup->person) & 1u << ROLE_IRT))
    return;
  json_t *body = json_pack("{s:s, s:s, s:s}", "because", "the run was begun by name only", "from",
                           incident->run_person, "to", live->setup->person);
  live_arrive(live, ENTRY_HANDOVER, NULL, json_dumps(body, JSON_COMPACT | JSON_SORT_KEYS), true);
  json_decref(body);
}

/* Everything before the run is only folded; from run.begin on it is followed. */
static int go_through(struct live *live, const struct record *record, struct err *err)
{
  bool resumes = !live->setup->begin;
  size_t before = resumes ? record_run(record, record_runs(record)) : record->count;
  for (size_t i = 0; i < before; i++)
    if (incident_take(live->incident, &record->entries[i], err) < 0)
      return -1;
  if (record->count)
    live->next = record->entries[record->count - 1].seq + 1;
  if (!resumes) {
    live_arrive(live, ENTRY_RUN_BEGIN, NULL, xstrdup(live->setup->begin), false);
    return 0;
  }
  enum follow_end end;
  struct divergence divergence = {0};
  int result = run_follow(live->run, record->entries + before, record->count - before, &end, &divergence, err);
  if (!result && end == FOLLOW_DIVERGED)
    result = say_divergence(live, &divergence, err);
  divergence_finish(&divergence);
  for (size_t i = before; i < record->count; i++)
    scripted_follow(live, &record->entries[i]);
  if (!result && end == FOLLOW_FRONTIER) {
    reconcile(live);
    take_over(live);
  }
  return result;
}

static int prepare(struct live *live, struct err *err)
{
  const struct live_setup *setup = live->setup;
  struct record record = {0};
  describe_environment(live);
  live->incident = incident_new(policy_catalogue(setup->policy), setup->incident, ledger_origin(setup->ledger));
  struct run_setup run_setup = {.world = setup->world, .policy = setup->policy, .procedure = setup->procedure,
                                .incident = live->incident, .environment = live->environment};
  live->run = run_new(&run_setup, err);
  int result = live->run ? record_read(setup->ledger, setup->incident, &record, err) : -1;
  if (!result)
    result = go_through(live, &record, err);
  record_finish(&record);
  return result;
}

int live_run(const struct live_setup *setup, struct live_result *result, struct err *err)
{
  struct live live = {.setup = setup};
  *result = (struct live_result){0};
  int lock = lock_take(setup->lock_folder, setup->incident, setup->person, err);
  if (lock < 0)
    return -1;
  live.signals = loop_catch_signals();
  int wardens = lock_wardens(setup->lock_folder, setup->incident, err);
  int answer = wardens < 0 ? -1 : prepare(&live, err);
  if (!answer)
    answer = loop(&live, &result->end, err);
  jobs_end(&live);
  if (!answer)
    answer = ledger_publish(setup->ledger, err);
  for (size_t i = 0; i < live.arrival_count; i++) {
    free(live.arrivals[i].step);
    free(live.arrivals[i].body);
  }
  for (size_t i = 0; i < live.shown_count; i++)
    entry_finish(&live.shown[i]);
  free(live.shown);
  free(live.arrivals);
  run_free(live.run);
  result->incident = live.incident;
  warden_hold(-1);
  close(live.signals);
  close(wardens);
  close(lock);
  return answer;
}

void live_state(struct live *live, enum entry_type type, const char *step, const char *body)
{
  live_arrive(live, type, step, xstrdup(body), true);
}

const struct incident *live_incident(const struct live *live)
{
  return live->incident;
}

const char *live_person(const struct live *live)
{
  return live->setup->person;
}
