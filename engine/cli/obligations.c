/*
 * What is owed in an incident, as `status` shows it.
 */
#include "cli/obligations.h"

#include "base/alloc.h"
#include "cli/out.h"

#include <string.h>

static json_t *moment_json(clock_us at)
{
  char text[CLOCK_TEXT_SIZE];
  clock_text(at, text);
  return at ? json_string(text) : NULL;
}

void obligation_waivers(const struct obligation *obligation, char *text, size_t size)
{
  if (obligation->waive)
    role_set_text(obligation->waive, text, size);
  else
    snprintf(text, size, "nobody");
}

static json_t *waive_json(const struct obligation *obligation)
{
  json_t *roles = json_array();
  for (int role = 0; role < ROLE_COUNT; role++)
    if (obligation->waive & 1u << role)
      json_array_append_new(roles, json_string(role_name((enum role)role)));
  return roles;
}

static json_t *owed_json(const struct incident *incident, const struct owed *owed)
{
  const struct obligation *obligation = owed->obligation;
  struct buf words = {0};
  obligation_words(obligation, &words);
  json_t *json = json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:b, s:s*, s:o*, s:o*, s:o*}", "id", obligation->id, "state",
                           owed_state_name(owed->state), "because", obligation->because, "do", buf_string(&words),
                           "waive", waive_json(obligation), "entry",
                           owed->entry ? json_integer((json_int_t)owed->entry) : json_null(), "due",
                           owed_is_due(incident, owed), "person", owed->person, "at", moment_json(owed->at), "until",
                           moment_json(owed->until), "not_before", moment_json(owed->not_before));
  if (obligation->by)
    json_object_set_new(json, "by", json_string(milestone_name(obligation->by)));
  if (owed->is_late)
    json_object_set_new(json, "late", json_true());
  buf_finish(&words);
  return json;
}

json_t *obligations_json(const struct dossier *dossier)
{
  struct owed *owed;
  json_t *list = json_array();
  size_t count = incident_all_owed(dossier->incident, dossier->policy, dossier_now(dossier), &owed);
  for (size_t i = 0; i < count; i++)
    json_array_append_new(list, owed_json(dossier->incident, &owed[i]));
  free(owed);
  return list;
}

/* ---- for a person ---- */

static void show_times(const struct owed *owed)
{
  char at[MOMENT_SIZE];
  if (owed->not_before) {
    moment_text(owed->not_before, at);
    say(", not before %s", at);
  }
  if (owed->until) {
    moment_text(owed->until, at);
    say(", until %s", at);
  }
}

/* One line for what is late, or for what something waits, or that has a time. */
static void show_due(const struct owed *owed)
{
  struct buf words = {0};
  bool is_overdue = owed->state == OWED_OVERDUE;
  obligation_words(owed->obligation, &words);
  say_in(is_overdue ? OUT_RED : OUT_YELLOW, "  %-10s", is_overdue ? "OVERDUE" : "due");
  say(" %s: %s", owed->obligation->id, buf_string(&words));
  show_times(owed);
  say("\n");
  buf_finish(&words);
}

/* The rest, by name: what is left before it can be closed. */
static void show_rest(const struct incident *incident, const struct owed *owed, size_t count)
{
  const char *glue = "  before it can be closed: ";
  size_t column = 0;
  for (size_t i = 0; i < count; i++) {
    const char *id = owed[i].obligation->id;
    if (owed_is_due(incident, &owed[i]) || !owed_stops(&owed[i], MILESTONE_CLOSED))
      continue;
    bool is_full = column && column + strlen(id) + 2 > 78;
    column = column ? (is_full ? 4 : column) + strlen(id) + 2 : 27 + strlen(id);
    say("%-s%s", is_full ? ",\n    " : glue, id);
    glue = ", ";
  }
  say(column ? "\n" : "");
}

void obligations_show(const struct dossier *dossier)
{
  const struct incident *incident = dossier->incident;
  struct owed *owed;
  size_t count = incident_all_owed(incident, dossier->policy, dossier_now(dossier), &owed), left = 0;
  for (size_t i = 0; i < count; i++)
    left += owed_is_due(incident, &owed[i]) || owed_stops(&owed[i], MILESTONE_CLOSED);
  if (left) {
    say_in(OUT_BOLD, "\nowed\n");
    for (size_t i = 0; i < count; i++)
      if (owed_is_due(incident, &owed[i]))
        show_due(&owed[i]);
    show_rest(incident, owed, count);
  }
  free(owed);
}

size_t obligations_overdue(const struct dossier *dossier)
{
  struct owed *owed;
  size_t count = incident_all_owed(dossier->incident, dossier->policy, dossier_now(dossier), &owed), overdue = 0;
  for (size_t i = 0; i < count; i++)
    overdue += owed[i].state == OWED_OVERDUE;
  free(owed);
  return overdue;
}
