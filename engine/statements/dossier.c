/*
 * Opening the papers of an incident, and adding one entry to them.
 *
 * What is appended is folded at once, as everybody will fold it later: a statement looks at the outcome before it
 * commits, and so never promises its author what the record does not hold.
 */
#include "base/alloc.h"
#include "base/json.h"
#include "base/suggest.h"
#include "site/record.h"
#include "site/shipped.h"
#include "statements/inside.h"
#include "statements/listed.h"

#include <string.h>
#include <time.h>

/* ---- the procedure that counts ---- */

/* What nobody runs yet can be recorded under any procedure that can be read: ours, at the last. */
static struct policy *load_shipped(struct err *err)
{
  struct files files = {0};
  shipped_procedure(&files);
  struct policy *policy = policy_load(&files, err);
  files_finish(&files);
  return policy;
}

static struct policy *load_working(struct site *site, struct err *err)
{
  struct files files = {0};
  struct policy *policy = site_working(site, &files, err) < 0 ? NULL : policy_load(&files, err);
  files_finish(&files);
  return policy;
}

static struct policy *load_without_run(struct site *site, struct err *err)
{
  struct err unreadable = {0};
  bool is_approved = site_has_procedure(site);
  struct policy *policy = is_approved ? site_approved_policy(site, &unreadable) : load_working(site, &unreadable);
  return policy ? policy : load_shipped(err);
}

static struct policy *load_policy(struct site *site, const struct record *record, struct err *err)
{
  size_t begin = record_run(record, record_runs(record));
  if (begin == record->count)
    return load_without_run(site, err);
  return site_policy_of(site, record, json_get_string(record->entries[begin].body, "procedure"), err);
}

/* ---- folding ---- */

static int take(struct dossier *dossier, const struct entry *entry, struct err *err)
{
  struct incident *incident = dossier->incident;
  if (incident_take(incident, entry, err) < 0)
    return -1;
  for (size_t i = 0; i < incident->concluded_count; i++)
    *APPEND(dossier->conclusions, dossier->conclusion_count) = (struct conclusion){
        .step = incident->concluded[i], .type = entry->type, .seq = entry->seq,
        .actor = xstrdup(entry->actor ? entry->actor : "nobody")};
  return 0;
}

static int fold(struct dossier *dossier, const struct record *record, struct err *err)
{
  for (size_t i = 0; i < record->count; i++)
    if (take(dossier, &record->entries[i], err) < 0) {
      err->kind = ERR_STORE; /* it contradicts itself */
      return -1;
    }
  if (!dossier->incident->is_declared)
    return err_set(err, "there is no incident %s.", record->incident);
  return 0;
}

static int read_papers(struct dossier *dossier, const char *incident, struct err *err)
{
  struct site *site = dossier->site;
  struct record record;
  if (record_read(site_ledger(site), incident, &record, err) < 0)
    return -1;
  dossier->policy = load_policy(site, &record, err);
  int result = -1;
  if (dossier->policy) {
    dossier->incident =
        incident_new(policy_catalogue(dossier->policy), incident, ledger_origin(site_ledger(site)));
    result = fold(dossier, &record, err);
  }
  record_finish(&record);
  return result;
}

int dossier_read(struct site *site, const char *incident, struct dossier *dossier, struct err *err)
{
  struct dossier found = {.site = site};
  if (read_papers(&found, incident, err) < 0) {
    dossier_finish(&found);
    return -1;
  }
  *dossier = found;
  return 0;
}

int dossier_open(struct site *site, const char *incident, struct dossier *dossier, struct err *err)
{
  struct err unused = {0};
  site_key(site, &unused); /* asks for a passphrase now, not while others wait for the ledger */
  if (ledger_begin(site_ledger(site), err) < 0)
    return -1;
  if (dossier_read(site, incident, dossier, err) < 0) {
    ledger_abort(site_ledger(site));
    return -1;
  }
  dossier->is_open = true;
  return 0;
}

/** Gives up what was not committed; the picture stays. */
static void unlock(struct dossier *dossier)
{
  if (dossier->is_open)
    ledger_abort(site_ledger(dossier->site));
  dossier->is_open = false;
}

void dossier_finish(struct dossier *dossier)
{
  unlock(dossier);
  for (size_t i = 0; i < dossier->conclusion_count; i++)
    free(dossier->conclusions[i].actor);
  free(dossier->conclusions);
  incident_free(dossier->incident);
  policy_free(dossier->policy);
  *dossier = (struct dossier){0};
}

/* ---- looking things up ---- */

const struct conclusion *dossier_conclusion(const struct dossier *dossier, const struct step *step)
{
  for (size_t i = dossier->conclusion_count; i-- > 0;)
    if (dossier->conclusions[i].step == step)
      return &dossier->conclusions[i];
  return NULL;
}

static struct step *refuse_step(const struct incident *incident, const char *id, struct err *err)
{
  const char **known = xcalloc(incident->step_count + 1, sizeof *known);
  size_t count = 0;
  for (size_t i = 0; i < incident->step_count; i++)
    if (incident->steps[i]->run == incident->run)
      known[count++] = incident->steps[i]->id;
  const char *near = suggest(id, known, count);
  if (!incident->run)
    err_set(err, "%s has no step %s: nobody has run it yet. To run it: tocsin run %s", incident->id, id, incident->id);
  else
    err_set(err, "%s has no step %s in run %d%s%s%s What waits for somebody: tocsin tasks %s", incident->id, id,
            incident->run, near ? "; did you mean " : "", near ? near : "", near ? "?" : ".", incident->id);
  free(known);
  return NULL;
}

struct step *dossier_step(const struct dossier *dossier, const char *id, struct err *err)
{
  struct step *step = incident_step(dossier->incident, id);
  return step ? step : refuse_step(dossier->incident, id, err);
}

uint32_t dossier_candidates(const struct dossier *dossier)
{
  return incident_candidates(dossier->incident, dossier->policy);
}

/* ---- who speaks ---- */

static int refuse_stranger(const struct people *people, const char *person, struct err *err)
{
  const char **known = xcalloc(people->count + 1, sizeof *known);
  for (size_t i = 0; i < people->count; i++)
    known[i] = people->list[i].id;
  const char *near = suggest(person, known, people->count);
  err_set(err, "nobody here is called %s%s%s%s", person, near ? "; did you mean " : "", near ? near : "",
          near ? "?" : ".");
  free(known);
  return -1;
}

int dossier_admit(const struct dossier *dossier, struct err *err)
{
  const char *actor = site_actor(dossier->site);
  if (!actor || !incident_is_excluded(dossier->incident, actor))
    return 0;
  return err_set_kind(err, ERR_REFUSED, "%s is not shown to %s, and nothing is asked of them there. What they know or "
                      "do is recorded all the same: tocsin note %s ...", dossier->incident->id, actor,
                      dossier->incident->id);
}

int dossier_known(const struct dossier *dossier, const char **person, struct err *err)
{
  const struct people *people = &dossier->incident->people;
  const char *actor = site_actor(dossier->site);
  if (actor && !people_find(people, actor))
    return refuse_stranger(people, actor, err);
  *person = site_actor_or_account(dossier->site);
  return 0;
}

int dossier_speaker(const struct dossier *dossier, const char **person, struct err *err)
{
  return dossier_known(dossier, person, err) < 0 || dossier_admit(dossier, err) < 0 ? -1 : 0;
}

int dossier_worker(const struct dossier *dossier, const struct step *step, const char **person, struct err *err)
{
  const char *actor = site_actor(dossier->site);
  bool is_work = !step->action->person_role && !incident_reads(step->action);
  if (is_work && actor && !incident_is_subject(dossier->incident, actor))
    return dossier_known(dossier, person, err);
  return dossier_speaker(dossier, person, err);
}

int dossier_demand_key(const struct dossier *dossier, const char *what, struct err *err)
{
  struct err why = {0};
  if (site_key(dossier->site, &why))
    return 0;
  return err_set(err, "%s counts only when it is signed: %-s\nNothing was recorded.", what, why.text);
}

int dossier_refuse_signature(const struct dossier *dossier, struct err *err)
{
  return err_set_kind(err, ERR_REFUSED, "the key this was signed with is not the one that counts for %s now. Nothing "
                      "was recorded.", site_actor_or_account(dossier->site));
}

/* ---- adding one entry ---- */

static int append(struct dossier *dossier, const struct saying *saying, const struct buf *body, struct entry *written,
                  struct err *err)
{
  struct ledger *ledger = site_ledger(dossier->site);
  struct entry_draft draft = {
      .type = saying->type,
      .incident = dossier->incident->id,
      .step = saying->step,
      .run = saying->step ? dossier->incident->run : 0,
      .body = buf_string(body),
      .body_length = body->length,
  };
  size_t length;
  if (site_append_statement(dossier->site, &draft, NULL, err) < 0)
    return -1;
  const char *bytes = ledger_last_bytes(ledger, &length);
  return entry_read(bytes, length, written, err);
}

int dossier_append(struct dossier *dossier, struct saying saying, struct said *said, struct err *err)
{
  struct buf body = {0};
  struct entry written = {0};
  int result = json_write_tree(&body, saying.body, err);
  json_decref(saying.body);
  if (!result)
    result = append(dossier, &saying, &body, &written, err);
  buf_finish(&body);
  if (!result && saying.must_be_signed && !written.is_signed)
    result = err_set(err, "it could not be signed: %s\nNothing was recorded.", site_unsigned_because(dossier->site));
  if (!result)
    result = take(dossier, &written, err);
  if (!result)
    *said = (struct said){written.seq, written.is_signed};
  dossier->has_said = dossier->has_said || !result;
  entry_finish(&written);
  return result;
}

int dossier_commit(struct dossier *dossier, struct err *err)
{
  struct ledger *ledger = site_ledger(dossier->site);
  if (dossier->has_said && listed_keep(ledger, dossier->incident, dossier->policy, err) < 0)
    return -1;
  dossier->is_open = dossier->has_said = false;
  if (ledger_commit(ledger, err) < 0)
    return -1;
  return ledger_publish(ledger, err);
}
