/*
 * The list, and suspicion. A sentence never says to somebody that he is under suspicion: he may be the one who types.
 */
#include "statements/know.h"

#include "base/alloc.h"
#include "base/json.h"
#include "base/suggest.h"
#include "statements/inside.h"

#include <string.h>

/* ---- the list ---- */

static int refuse_person(const struct dossier *dossier, const char *id, struct err *err)
{
  const struct people *people = &dossier->incident->people;
  const char **known = xcalloc(people->count + 1, sizeof *known);
  for (size_t i = 0; i < people->count; i++)
    known[i] = people->list[i].id;
  const char *near = suggest(id, known, people->count);
  err_set(err, "nobody here is called %s%s%s%s Whom you told outside is recorded by: tocsin note %s ...", id,
          near ? "; did you mean " : "", near ? near : "", near ? "?" : ".", dossier->incident->id);
  free(known);
  return -1;
}

static int check_people(const struct dossier *dossier, enum know_change change, const char *const *people,
                        size_t count, struct err *err)
{
  for (size_t i = 0; i < count; i++) {
    if (!people_find(&dossier->incident->people, people[i]))
      return refuse_person(dossier, people[i], err);
    if (change != KNOW_REMOVE && incident_is_excluded(dossier->incident, people[i]))
      return err_set_kind(err, ERR_REFUSED, "%s cannot be put on the list of %s. Nothing was recorded.", people[i],
                          dossier->incident->id);
  }
  return 0;
}

/* Everybody on it or asked for, by name: a yes is to people, never to whoever may be added later. */
static json_t *everybody(const struct dossier *dossier)
{
  struct know_row *rows;
  size_t count = know_rows(dossier->incident, dossier_candidates(dossier), &rows);
  json_t *people = json_array();
  for (size_t i = 0; i < count; i++)
    json_array_append_new(people, json_string(rows[i].person->id));
  free(rows);
  return people;
}

static json_t *list_of(const struct dossier *dossier, enum know_change change, const char *const *people, size_t count)
{
  if (change == KNOW_APPROVE && !count)
    return everybody(dossier);
  json_t *list = json_array();
  for (size_t i = 0; i < count; i++)
    json_array_append_new(list, json_string(people[i]));
  return list;
}

static int check_approver(const struct dossier *dossier, const char *person, struct err *err)
{
  if (!(incident_roles(dossier->incident, person) & (role_set)1 << ROLE_SENIOR_MANAGEMENT))
    return err_set_kind(err, ERR_REFUSED, "who needs to know is approved by senior management, and %s is none that "
                        "decides in %s.", person, dossier->incident->id);
  return dossier_demand_key(dossier, "approving who needs to know", err);
}

static size_t count_waiting(const struct dossier *dossier, const json_t *list, bool should_be_on)
{
  size_t waiting = 0, index;
  json_t *item;
  json_array_foreach(list, index, item) waiting +=
      know_has(dossier->incident, dossier_candidates(dossier), json_string_value(item)) != should_be_on;
  return waiting;
}

static bool has_approved(const struct dossier *dossier, uint64_t seq)
{
  const struct know *know = &dossier->incident->know;
  for (size_t i = 0; i < know->knowing_count; i++)
    if (know->knowing[i].approved_seq == seq)
      return true;
  return false;
}

static int say_change(struct dossier *dossier, enum know_change change, json_t *list, const char *because,
                      struct know_said *known, struct err *err)
{
  static const char *const names[] = {[KNOW_ADD] = "add", [KNOW_REMOVE] = "remove", [KNOW_APPROVE] = "approve"};
  struct said said;
  json_t *body = json_pack("{s:s, s:O, s:s*}", "change", names[change], "people", list, "because", because);
  if (dossier_append(dossier, (struct saying){ENTRY_KNOW, NULL, body, change == KNOW_APPROVE}, &said, err) < 0)
    return -1;
  if (change == KNOW_APPROVE && !has_approved(dossier, said.seq))
    return dossier_refuse_signature(dossier, err);
  if (dossier_commit(dossier, err) < 0)
    return -1;
  *known = (struct know_said){said.seq, said.is_signed, count_waiting(dossier, list, change != KNOW_REMOVE)};
  return 0;
}

int know_state(struct dossier *dossier, enum know_change change, const char *const *people, size_t count,
               const char *because, struct know_said *said, struct err *err)
{
  const char *person;
  if (change != KNOW_APPROVE && (!because || !*because))
    return err_set(err, "say why %s: --because TEXT. Nothing was recorded.",
                   change == KNOW_ADD ? "he needs to know" : "he need not know any more");
  if (dossier_speaker(dossier, &person, err) < 0 || check_people(dossier, change, people, count, err) < 0 ||
      (change == KNOW_APPROVE && check_approver(dossier, person, err) < 0))
    return -1;
  json_t *list = list_of(dossier, change, people, count);
  int result = say_change(dossier, change, list, because, said, err);
  json_decref(list);
  return result;
}

/* ---- suspicion ---- */

static int say_subject(struct dossier *dossier, const char *member, const char *who, const char *because,
                       struct know_said *subject, struct err *err)
{
  struct said said;
  bool is_clearing = !strcmp(member, "cleared");
  json_t *body = json_pack("{s:s, s:{}, s:[s]}", "because", because, "facts", member, who);
  if (dossier_append(dossier, (struct saying){ENTRY_FACT, NULL, body, is_clearing}, &said, err) < 0)
    return -1;
  if (is_clearing && incident_accused(dossier->incident, who))
    return err_set_kind(err, ERR_REFUSED, "only Legal, HR or Audit can lift that, or who said it before anybody "
                        "countersigned. Nothing was recorded.");
  if (dossier_commit(dossier, err) < 0)
    return -1;
  *subject = (struct know_said){said.seq, said.is_signed, 0};
  return 0;
}

int subject_state(struct dossier *dossier, const char *who, const char *because, struct know_said *said,
                  struct err *err)
{
  const char *person;
  if (!because || !*because)
    return err_set(err, "say why %s is under suspicion: --because TEXT. Nothing was recorded.", who);
  if (dossier_speaker(dossier, &person, err) < 0)
    return -1;
  if (incident_accused(dossier->incident, who))
    return err_set(err, "%s is a subject of %s already. The second word, of Legal, HR or Audit: tocsin countersign %s "
                   "%s", who, dossier->incident->id, dossier->incident->id, who);
  return say_subject(dossier, "subjects", who, because, said, err);
}

int subject_clear(struct dossier *dossier, const char *who, const char *because, struct know_said *said,
                  struct err *err)
{
  const char *person;
  if (!because || !*because)
    return err_set(err, "say why %s is under suspicion no longer: --because TEXT. Nothing was recorded.", who);
  if (dossier_speaker(dossier, &person, err) < 0 ||
      dossier_demand_key(dossier, "lifting a suspicion", err) < 0)
    return -1;
  if (!incident_accused(dossier->incident, who))
    return err_set(err, "%s is no subject of %s.", who, dossier->incident->id);
  return say_subject(dossier, "cleared", who, because, said, err);
}

static int check_countersigner(const struct dossier *dossier, const struct accused *accused, const char *who,
                               const char *person, struct err *err)
{
  const char *id = dossier->incident->id;
  if (!accused)
    return err_set(err, "%s is no subject of %s. To name him: tocsin fact %s subject=%s --because TEXT", who, id, id,
                   who);
  if (accused->countersigned_by)
    return err_set(err, "%s has countersigned that already (entry %llu named him).", accused->countersigned_by,
                   (unsigned long long)accused->seq);
  if (!incident_may_countersign(dossier->incident, person))
    return err_set_kind(err, ERR_REFUSED, "the second word comes from Legal, HR or Audit, and %s is none of them here.",
                        person);
  if (!strcmp(person, accused->by))
    return err_set_kind(err, ERR_REFUSED, "%s named him himself, so the second word is somebody else's.", person);
  return dossier_demand_key(dossier, "the second word about a subject", err);
}

int countersign_state(struct dossier *dossier, const char *who, const char *because, struct know_said *subject,
                      struct err *err)
{
  const char *person;
  struct said said;
  if (dossier_speaker(dossier, &person, err) < 0)
    return -1;
  const struct accused *accused = incident_accused(dossier->incident, who);
  if (check_countersigner(dossier, accused, who, person, err) < 0)
    return -1;
  json_t *body = json_pack("{s:s, s:s*}", "person", accused->who, "because", because);
  if (dossier_append(dossier, (struct saying){ENTRY_COUNTERSIGN, NULL, body, true}, &said, err) < 0)
    return -1;
  accused = incident_accused(dossier->incident, who);
  if (!accused || !accused->countersigned_by)
    return dossier_refuse_signature(dossier, err);
  if (dossier_commit(dossier, err) < 0)
    return -1;
  *subject = (struct know_said){said.seq, said.is_signed, 0};
  return 0;
}
