/*
 * Who belongs here and which procedure counts, as the ledger has it. Nothing is believed for standing there: a person
 * or a procedure has force only if senior management, as of that place, signed it.
 */
#include "site/settings.h"

#include "base/alloc.h"
#include "base/json.h"
#include "model/hearing.h"
#include "model/statement.h"

struct fold {
  struct members *members;
  struct hearing *hearing;
  const char *origin;
};

static bool is_approved(const struct people *people, const struct entry *entry, const char *origin)
{
  const struct person *author = people_find(people, entry->actor);
  return author && author->has_key && !author->is_revoked && author->roles & (role_set)1 << ROLE_SENIOR_MANAGEMENT &&
         statement_verify(entry, author->key, origin);
}

static void take_procedure(struct members *members, const struct entry *entry)
{
  json_decref(members->procedure);
  free(members->procedure_by);
  members->procedure = json_deep_copy(entry->body);
  members->procedure_by = xstrdup(entry->actor);
  members->procedure_seq = entry->seq;
  members->procedure_at = entry->at;
  members->has_procedure = true;
}

/* The audit department's word on its own test of the procedure (R30). */
static void take_test(struct members *members, const struct people *people, const struct entry *entry,
                      const char *origin)
{
  const struct person *author = people_find(people, entry->actor);
  if (!author || !author->has_key || author->is_revoked || !(author->roles & (role_set)1 << ROLE_AUDIT) ||
      !statement_verify(entry, author->key, origin))
    return;
  free(members->tested_by);
  free(members->tested_procedure);
  members->tested_by = xstrdup(entry->actor);
  members->tested_procedure = xstrdup(json_get_string(entry->body, "procedure"));
  members->tested_at = entry->at;
  members->tested_failed = (int)json_get_integer(entry->body, "failed", 0);
}

static void take_entry(struct fold *fold, const struct entry *entry, enum standing standing)
{
  struct members *members = fold->members;
  if (entry_loosens(entry->type) && standing != STANDING_GOOD)
    return;
  if (entry->type == ENTRY_GENESIS && entry->seq == 0)
    members->is_demo = json_get_boolean(entry->body, "demo");
  if (people_may_take(&members->people, entry, fold->origin))
    people_take(&members->people, entry);
  if (entry->type == ENTRY_PROCEDURE && is_approved(&members->people, entry, fold->origin))
    take_procedure(members, entry);
}

static int take(void *context, uint64_t seq, const char *bytes, size_t length, struct err *err)
{
  struct fold *fold = context;
  struct entry entry;
  enum standing standing;
  if (entry_read(bytes, length, &entry, err) < 0) {
    err_prefix(err, "entry %llu: ", (unsigned long long)seq);
    err->kind = ERR_STORE;
    return -1;
  }
  int result = hearing_take(fold->hearing, &entry, &standing, err);
  if (result == 0)
    take_entry(fold, &entry, standing);
  entry_finish(&entry);
  return result;
}

int members_read(struct members *members, struct ledger *ledger, struct err *err)
{
  struct fold fold = {members, hearing_new(), ledger_origin(ledger)};
  int result = ledger_each_in(ledger, CHAIN_SITE, 0, take, &fold, err);
  hearing_free(fold.hearing);
  return result;
}

/* ---- the audit's tests ---- */

static int see_test(void *context, uint64_t seq, const char *bytes, size_t length, struct err *err)
{
  struct fold *fold = context;
  struct entry entry;
  if (entry_read(bytes, length, &entry, err) < 0)
    return err_prefix(err, "entry %llu: ", (unsigned long long)seq);
  if (entry.type == ENTRY_TEST)
    take_test(fold->members, &fold->members->people, &entry, fold->origin);
  entry_finish(&entry);
  return 0;
}

int members_read_tests(struct members *members, struct ledger *ledger, struct err *err)
{
  struct fold fold = {.members = members, .origin = ledger_origin(ledger)};
  return ledger_each_in(ledger, CHAIN_HOUSE, 0, see_test, &fold, err);
}

void members_finish(struct members *members)
{
  people_finish(&members->people);
  json_decref(members->procedure);
  free(members->procedure_by);
  free(members->tested_by);
  free(members->tested_procedure);
  *members = (struct members){0};
}
