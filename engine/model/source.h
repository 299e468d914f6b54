/*
 * Where an incident comes from: the attacker's addresses, names, parties, telephone numbers and accounts, as written.
 * What matches them is decided in policy/match, as pure text.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum source_kind { SOURCE_ADDRESS, SOURCE_NAME, SOURCE_PARTY, SOURCE_PHONE, SOURCE_ACCOUNT, SOURCE_KIND_COUNT };

const char *source_kind_name(enum source_kind kind); /* "addresses", as in the incident file */

struct source_item {
  enum source_kind kind;
  char *text;
  bool is_doubtful; /* overlaps our own networks, domains or roster, or is too wide: matches nothing until confirmed */
};

struct source {
  size_t count;
  struct source_item *items;
};

void source_finish(struct source *source);
void source_add(struct source *source, enum source_kind kind, const char *text);
