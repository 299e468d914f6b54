/*
 * Inside the room: what a roster is made of.
 */
#pragma once

#include "base/yaml.h"
#include "roster/roster.h"

#define ROSTER_SIZE_MAX (1024 * 1024)
#define ROSTER_CHAIN_MAX ROLE_COUNT

struct roster_entry {
  struct roster_person person;
  char *numbers[ROSTER_MEANS_COUNT];
};

struct roster {
  size_t count, text_count, asset_count, chain_count;
  struct roster_entry *list;
  struct roster_asset *assets;
  enum role chain[ROSTER_CHAIN_MAX];
  char *responsibilities[ROLE_COUNT];
  const char **texts; /* ids, names, numbers of all; borrowed from `list` */
  bool is_open_to_others;
};

/** people.c: fills in what roster.yaml says. */
int roster_read_people(struct roster *roster, const struct yaml *root, struct err *err);
void roster_person_finish(struct roster_person *person);
