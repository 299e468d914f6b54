/*
 * What becomes known, or turns out to be otherwise. Authority follows at the next decision, never before.
 */
#include "statements/inside.h"

#include "base/alloc.h"
#include "base/json.h"
#include "base/suggest.h"

#include <string.h>

/* ---- a source entry that stands there in doubt ---- */

static const struct source_item *find_source(const struct source *source, const char *text)
{
  for (size_t i = 0; i < source->count; i++)
    if (!strcmp(source->items[i].text, text))
      return &source->items[i];
  return NULL;
}

static int refuse_source(const struct incident *incident, const char *text, struct err *err)
{
  struct buf doubtful = {0};
  for (size_t i = 0; i < incident->source.count; i++)
    if (incident->source.items[i].is_doubtful)
      buf_format(&doubtful, " %s", incident->source.items[i].text);
  if (find_source(&incident->source, text))
    err_set(err, "%s counts as the attacker's already.", text);
  else if (doubtful.length)
    err_set(err, "%s is no entry of the source of %s that waits to be confirmed. There are:%s", text, incident->id,
            buf_string(&doubtful));
  else
    err_set(err, "%s is no entry of the source of %s, and none waits to be confirmed.", text, incident->id);
  buf_finish(&doubtful);
  return -1;
}

static int take_source(const struct incident *incident, const char *text, json_t *confirmed, struct err *err)
{
  const struct source_item *item = find_source(&incident->source, text);
  if (!item || !item->is_doubtful)
    return refuse_source(incident, text, err);
  json_array_append_new(confirmed, json_string(text));
  return 0;
}

/* ---- facts ---- */

static int refuse_name(const struct catalogue *catalogue, const char *name, struct err *err)
{
  const char *near = catalogue_suggest_fact(catalogue, name);
  struct buf known = {0};
  for (size_t i = 0; i < catalogue->fact_count; i++)
    if (catalogue->facts[i].source != FACT_BY_STEPS)
      buf_format(&known, " %s", catalogue->facts[i].name);
  err_set(err, "no fact is called \"%s\"%s%s%s\nKnown:%s " FACT_SOURCE_CONFIRMED, name,
          near ? "; did you mean \"" : ".", near ? near : "", near ? "\"?" : "", buf_string(&known));
  buf_finish(&known);
  return -1;
}

static int take_fact(const struct catalogue *catalogue, const struct given *given, json_t *facts, struct err *err)
{
  int index = catalogue_fact(catalogue, given->name);
  if (index < 0)
    return refuse_name(catalogue, given->name, err);
  const struct fact *fact = &catalogue->facts[index];
  if (fact->source == FACT_BY_STEPS)
    return err_set(err, "%s is nothing anybody can state: only steps that were really taken establish it%s%s.",
                   fact->name, fact->find_out ? ". " : "", fact->find_out ? fact->find_out : "");
  const char *value = value_of_fact(fact, given->value, err);
  if (!value)
    return -1;
  if (json_object_get(facts, fact->name))
    return err_set(err, "%s is given twice.", fact->name);
  json_object_set_new(facts, fact->name, json_string(value));
  return 0;
}

static int take_all(const struct incident *incident, const struct given *given, size_t count, json_t *facts,
                    json_t *confirmed, struct err *err)
{
  for (size_t i = 0; i < count; i++) {
    bool is_source = !strcmp(given[i].name, FACT_SOURCE_CONFIRMED);
    if ((is_source ? take_source(incident, given[i].value, confirmed, err)
                   : take_fact(incident->catalogue, &given[i], facts, err)) < 0)
      return -1;
  }
  return 0;
}

/* Takes facts and confirmed over. */
static json_t *write_body(json_t *facts, json_t *confirmed, const char *because)
{
  json_t *body = json_pack("{s:s, s:o}", "because", because, "facts", facts);
  if (json_array_size(confirmed))
    json_object_set(body, "confirmed", confirmed);
  json_decref(confirmed);
  return body;
}

static int check_confirmed(const struct dossier *dossier, const struct given *given, size_t count, struct err *err)
{
  for (size_t i = 0; i < count; i++)
    if (!strcmp(given[i].name, FACT_SOURCE_CONFIRMED) &&
        find_source(&dossier->incident->source, given[i].value)->is_doubtful)
      return dossier_refuse_signature(dossier, err);
  return 0;
}

int fact_state(struct dossier *dossier, const struct given *given, size_t count, const char *because,
               struct fact_change *change, struct err *err)
{
  const char *person;
  struct said said;
  if (!because || !*because)
    return err_set(err, "say how it became known: --because TEXT. Nothing was recorded.");
  if (dossier_speaker(dossier, &person, err) < 0)
    return -1;
  json_t *facts = json_object(), *confirmed = json_array();
  int result = take_all(dossier->incident, given, count, facts, confirmed, err);
  bool must_be_signed = json_array_size(confirmed) > 0;
  json_t *body = write_body(facts, confirmed, because);
  if (!result && must_be_signed)
    result = dossier_demand_key(dossier, "confirming what is the attacker's", err);
  if (result < 0) {
    json_decref(body);
    return -1;
  }
  struct fact_change found = {.before = dossier_candidates(dossier), .was = dossier->incident->facts};
  incident_certain_facts(dossier->incident, &found.was_certain);
  incident_strict_facts(dossier->incident, &found.was_strict);
  if (dossier_append(dossier, (struct saying){ENTRY_FACT, NULL, body, must_be_signed}, &said, err) < 0 ||
      check_confirmed(dossier, given, count, err) < 0 || dossier_commit(dossier, err) < 0)
    return -1;
  found.after = dossier_candidates(dossier);
  found.seq = said.seq;
  found.is_signed = said.is_signed;
  *change = found;
  return 0;
}
