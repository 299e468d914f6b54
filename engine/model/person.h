/*
 * People, as the ledger knows them: identity, roles, key. Telephone numbers live in the roster, never here.
 */
#pragma once

#include "base/key.h"
#include "model/catalogue.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct person {
  char *id;                              /* technical1 */
  char *name;
  char *organisation;                    /* may be NULL */
  char *reports_to;                      /* an id; may be NULL */
  role_set roles;
  bool has_key, is_revoked;
  uint8_t key[KEY_PUBLIC_SIZE];
};

struct people {
  size_t count;
  struct person *list; /* in order of call */
};

void people_finish(struct people *people);
struct person *people_add(struct people *people, const char *id, const char *name);
const struct person *people_find(const struct people *people, const char *id); /* NULL if none */
void people_copy(struct people *to, const struct people *from);
