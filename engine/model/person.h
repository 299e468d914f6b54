/*
 * People, as the ledger knows them: identity, roles, key. Telephone numbers live in the roster, never here.
 */
#pragma once

#include "base/key.h"
#include "model/catalogue.h"
#include "model/entry.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct person {
  char *id;                              /* technical1 */
  char *name;
  char *organisation;                    /* may be NULL */
  char *reports_to;                      /* an id; may be NULL */
  char *backup;                          /* who is called when he cannot be reached: an id; may be NULL */
  size_t alternate_count;
  char **alternates;                     /* of an executive: who decides in his place where he may not, in order */
  role_set roles;
  bool has_key, is_revoked;
  bool has_number;                       /* in a run's snapshot: the roster knew how to reach him */
  uint8_t key[KEY_PUBLIC_SIZE];
};

struct people {
  size_t count;
  struct person *list; /* in order of call */
  size_t revoked_count;
  uint8_t (*revoked)[KEY_PUBLIC_SIZE]; /* keys that never count again, whatever is said later */
};

void people_finish(struct people *people);
struct person *people_add(struct people *people, const char *id, const char *name);
const struct person *people_find(const struct people *people, const char *id); /* NULL if none */
void people_remove(struct people *people, size_t index);
void people_copy(struct people *to, const struct people *from);

/**
 * Folds one entry in: the people of a genesis or of a run's beginning, a person (who replaces an earlier one of the
 * same id), a revoke of somebody's key. Others change nothing. It believes what it is given: ask people_may_take first.
 */
void people_take(struct people *people, const struct entry *entry);

/**
 * Whether an entry about people has force: the genesis at place 0 (who trusts the origin trusts it); a person or revoke
 * if it is signed, with a valid key, by somebody who was senior management before it. A revoke also by whose key it is.
 * What it is worth where it stands (model/hearing.h) is asked before.
 */
bool people_may_take(const struct people *people, const struct entry *entry, const char *origin);
