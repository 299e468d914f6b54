/*
 * Known parties: whom outside we may have to reach, and how (R22). Plain data, in the order written.
 */
#pragma once

#include "base/err.h"
#include "base/yaml.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct known_party {
  char *id, *name, *kind;   /* kind: one of party_kinds */
  size_t way_count;
  char **ways;              /* telephone numbers, then hosts and addresses by which one reaches them, as written */
  size_t number_count;      /* of the ways, how many are numbers */
  char *found;              /* how the number was found: a contract, a printed directory; NULL if nobody wrote it */
  char *verified;           /* the day somebody last tried it, "2026-01-31"; NULL if nobody did */
  int line, column;         /* in the file it was read from */
};

struct known_parties {
  size_t count;
  struct known_party *list;
};

void known_parties_finish(struct known_parties *parties);

/** provider, origin_provider, technical_contact, agency, ...; NULL-terminated. */
extern const char *const party_kinds[];

/**
 * Adds the parties of a list (`contacts:` of contacts.yaml and of company.yaml). Unknown keys and kinds, a party
 * without a name, two of one id: file:line:col and a sentence.
 */
int known_parties_read(struct known_parties *parties, const struct yaml *list, struct err *err);

/** As run.begin has them; the caller decrefs. And back; lenient, for the ledger has accepted it. */
json_t *known_parties_to_json(const struct known_parties *parties);
void known_parties_from_json(struct known_parties *parties, const json_t *list);
