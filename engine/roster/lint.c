/*
 * Whoever has left counts for nothing here, except that he still stands in the list.
 */
#include "roster/lint.h"

#include "base/alloc.h"
#include "roster/numbers.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct linting {
  const struct roster *roster;
  const struct roster_standards *standards;
  struct roster_findings *findings;
};

void roster_find_fault(struct roster_findings *findings, const char *file, int line, bool is_error, const char *code,
                       const char *format, ...)
{
  va_list arguments;
  struct roster_finding *finding = APPEND(findings->list, findings->count);
  *finding = (struct roster_finding){.file = file, .line = line, .is_error = is_error, .code = code};
  va_start(arguments, format);
  if (vasprintf(&finding->sentence, format, arguments) < 0)
    abort();
  va_end(arguments);
}

void roster_findings_finish(struct roster_findings *findings)
{
  for (size_t i = 0; i < findings->count; i++)
    free(findings->list[i].sentence);
  free(findings->list);
  *findings = (struct roster_findings){0};
}

#define ERROR(linting, line, code, ...)                                                                                \
  roster_find_fault((linting)->findings, ROSTER_FILE, line, true, code, __VA_ARGS__)
#define WARNING(linting, line, code, ...)                                                                              \
  roster_find_fault((linting)->findings, ROSTER_FILE, line, false, code, __VA_ARGS__)

static bool holds(const struct roster_person *person, enum role role)
{
  return person->roles & (role_set)1 << role;
}

/** Is `id` this person, or somewhere above? Loops end with the list. */
static bool is_under(const struct roster *roster, const struct roster_person *person, const char *id)
{
  for (size_t i = 0; person && i <= roster_count(roster); i++) {
    if (strcmp(person->id, id) == 0)
      return true;
    person = person->reports_to ? roster_find(roster, person->reports_to) : NULL;
  }
  return false;
}

/** `organisation` may hold several, with ", " between them. */
static bool is_of(const struct roster_person *person, const char *organisation)
{
  size_t length = strlen(organisation);
  for (const char *at = person->organisation; at; at = strchr(at, ',') ? strchr(at, ',') + 2 : NULL)
    if (strncmp(at, organisation, length) == 0 && (at[length] == '\0' || at[length] == ','))
      return true;
  return false;
}

/* ---- enough of each ---- */

static void lint_organisations(const struct linting *linting)
{
  static const char *const organisations[] = {"system_administration", "security_administration", "management",
                                              "audit", "legal"};
  size_t least = linting->standards->minimum_per_organisation ? (size_t)linting->standards->minimum_per_organisation
                                                              : 2;
  for (size_t i = 0; i < COUNT(organisations); i++) {
    size_t count = 0;
    for (size_t j = 0; j < roster_count(linting->roster); j++) {
      const struct roster_person *person = roster_at(linting->roster, j);
      count += !person->has_left && is_of(person, organisations[i]);
    }
    if (count < least)
      WARNING(linting, 0, "organisation-minimum",
              "%zu of %s; there should be %zu or more, so that one can be out of reach.", count, organisations[i],
              least);
  }
}

static void lint_roles(const struct linting *linting)
{
  static const enum role needed[] = {ROLE_IRT,   ROLE_TECHNICAL,       ROLE_MANAGEMENT, ROLE_SENIOR_MANAGEMENT,
                                     ROLE_LEGAL, ROLE_HUMAN_RESOURCES, ROLE_AUDIT};
  for (size_t i = 0; i < COUNT(needed); i++) {
    bool is_held = false;
    for (size_t j = 0; j < roster_count(linting->roster); j++)
      is_held |= !roster_at(linting->roster, j)->has_left && holds(roster_at(linting->roster, j), needed[i]);
    if (!is_held)
      ERROR(linting, 0, "role-nobody",
            "nobody holds the role %s, so nobody can be called or asked where it is needed.", role_name(needed[i]));
  }
}

static void lint_chain(const struct linting *linting)
{
  size_t count;
  const enum role *chain = roster_chain(linting->roster, &count);
  if (count == 0)
    WARNING(linting, 0, "no-chain",
            "the chain of command is not written down. Add: chain: [technical, irt_management, senior_management].");
  for (size_t i = 0; i < count; i++)
    if (!roster_responsibility(linting->roster, chain[i]))
      WARNING(linting, 0, "no-responsibility",
              "what %s is responsible for is not written down. Add it below responsibilities:", role_name(chain[i]));
}

static void lint_assets(const struct linting *linting)
{
  for (size_t i = 0; i < roster_asset_count(linting->roster); i++) {
    const struct roster_asset *asset = roster_asset_at(linting->roster, i);
    const struct roster_person *owner = roster_find(linting->roster, asset->owner);
    if (owner->has_left)
      ERROR(linting, asset->line, "owner-left", "%s, the owner of %s, has left. Name another one.", owner->id,
            asset->name);
    else if (!holds(owner, ROLE_OWNER))
      WARNING(linting, asset->line, "owner-role",
              "%s is the owner of %s and does not hold the role owner, so calls to owners pass by.", owner->id,
              asset->name);
  }
}

/* ---- backups ---- */

static const struct roster_person *backup_of(const struct linting *linting, const struct roster_person *person)
{
  return person->backup && !person->is_at_all_hours ? roster_find(linting->roster, person->backup) : NULL;
}

/** Said once, at whoever of the loop comes first in the list. */
static void lint_loop(const struct linting *linting, const struct roster_person *first)
{
  _cleanup_(buf_finish) struct buf names = {0};
  const struct roster_person *person = first;
  size_t place = roster_place(linting->roster, first->id);
  buf_text(&names, first->id);
  for (size_t i = 0; i < roster_count(linting->roster); i++) {
    person = backup_of(linting, person);
    if (!person || roster_place(linting->roster, person->id) < place)
      return;
    buf_format(&names, ", then %s", person->id);
    if (person == first) {
      ERROR(linting, first->line, "backup-loop",
            "the backups go round in a loop: %s. Somebody of them must be reachable at all hours (at_all_hours: true) "
            "or have a backup outside it.",
            buf_string(&names));
      return;
    }
  }
}

static void lint_backup(const struct linting *linting, const struct roster_person *person)
{
  const struct roster_person *backup = person->backup ? roster_find(linting->roster, person->backup) : NULL;
  if (backup && backup->has_left)
    ERROR(linting, person->line, "backup-left", "%s, the backup of %s, has left. Name another one.", backup->id,
          person->id);
  if (!backup && !person->is_at_all_hours && holds(person, ROLE_IRT))
    WARNING(linting, person->line, "no-backup",
            "%s is of the team, has no backup, and is not reachable at all hours. Add backup: or at_all_hours: true.",
            person->id);
  lint_loop(linting, person);
}

/* ---- executives ---- */

static void lint_alternates(const struct linting *linting, const struct roster_person *person)
{
  size_t free_count = 0;
  if (!holds(person, ROLE_SENIOR_MANAGEMENT))
    return;
  for (size_t i = 0; i < person->alternate_count; i++) {
    const struct roster_person *alternate = roster_find(linting->roster, person->alternates[i]);
    const char *why = alternate == person                                     ? "is the same person"
                      : alternate->has_left                                   ? "has left"
                      : is_under(linting->roster, alternate, person->id)      ? "reports there"
                                                                              : NULL;
    free_count += !why;
    if (why)
      WARNING(linting, person->line, "alternate-not-free", "%s cannot decide in the place of %s: %s.", alternate->id,
              person->id, why);
  }
  if (free_count == 0)
    ERROR(linting, person->line, "no-alternate",
          "nobody decides in the place of %s where %s is under suspicion or conflicted. Add alternate: [ID, ...].",
          person->id, person->id);
}

/* ---- numbers ---- */

static bool has(const struct linting *linting, const struct roster_person *person, enum roster_means means)
{
  return roster_has_number(linting->roster, person->id, means);
}

static void lint_numbers(const struct linting *linting, const struct roster_person *person)
{
  bool is_of_team = holds(person, ROLE_IRT), is_senior = holds(person, ROLE_SENIOR_MANAGEMENT);
  bool has_any = false;
  for (int means = 0; means < ROSTER_MEANS_COUNT; means++)
    has_any |= has(linting, person, (enum roster_means)means);
  if (!has_any) {
    ERROR(linting, person->line, "no-number", "%s has no number, so nobody can call. tocsin roster set %s", person->id,
          person->id);
    return;
  }
  if ((is_of_team || is_senior) && !has(linting, person, ROSTER_HOME))
    WARNING(linting, person->line, "no-home", "%s has no number at home. tocsin roster set %s", person->id, person->id);
  if (is_of_team && !has(linting, person, ROSTER_PAGER))
    WARNING(linting, person->line, "no-pager", "%s is of the team and has no pager. tocsin roster set %s", person->id,
            person->id);
}

/* ---- the ledger ---- */

static void lint_against_ledger(const struct linting *linting, const struct roster_person *person)
{
  const struct person *known = people_find(linting->standards->people, person->id);
  if (!known)
    WARNING(linting, person->line, "not-in-ledger",
            "%s can be called, but the ledger knows nobody of that name, so nothing said there is signed or counts.",
            person->id);
  else if (known->is_revoked)
    ERROR(linting, person->line, "key-revoked",
          "the key of %s was revoked, and the roster lists %s all the same. Take the line out, or add left: DATE.",
          person->id, person->id);
  else if (known->roles != person->roles)
    WARNING(linting, person->line, "roles-differ",
            "the roster gives %s other roles than the ledger, and the ledger's count.", person->id);
}

static void lint_left(const struct linting *linting, const struct roster_person *person)
{
  const struct person *known =
      linting->standards->people ? people_find(linting->standards->people, person->id) : NULL;
  static const role_set deciding = (role_set)1 << ROLE_MANAGEMENT | (role_set)1 << ROLE_SENIOR_MANAGEMENT |
                                   (role_set)1 << ROLE_LEGAL;
  if (known && !known->is_revoked && known->roles & deciding)
    ERROR(linting, person->line, "approver-left",
          "%s left on %s, and a yes by that key still counts. Senior management revokes it: tocsin roster revoke %s",
          person->id, person->left, person->id);
}

/* ---- all of it ---- */

static void lint_person(const struct linting *linting, const struct roster_person *person)
{
  if (person->has_left) {
    lint_left(linting, person);
    return;
  }
  lint_numbers(linting, person);
  lint_backup(linting, person);
  lint_alternates(linting, person);
  if (linting->standards->people)
    lint_against_ledger(linting, person);
  const struct roster_person *superior = person->reports_to ? roster_find(linting->roster, person->reports_to) : NULL;
  if (superior && is_under(linting->roster, superior, person->id))
    ERROR(linting, person->line, "superior-loop", "%s reports, in the end, to %s again.", person->id, person->id);
}

void roster_lint(const struct roster *roster, const struct roster_standards *standards,
                 struct roster_findings *findings)
{
  const struct linting linting = {roster, standards, findings};
  lint_organisations(&linting);
  lint_roles(&linting);
  lint_chain(&linting);
  for (size_t i = 0; i < roster_count(roster); i++)
    lint_person(&linting, roster_at(roster, i));
  lint_assets(&linting);
  roster_lint_numbers(roster, findings);
}
