/*
 * Inside the room: what a roster is made of.
 */
#pragma once

#include "base/digest.h"
#include "base/yaml.h"
#include "roster/numbers.h"

#define ROSTER_SIZE_MAX (1024 * 1024)
#define ROSTER_CHAIN_MAX ROLE_COUNT

struct roster_entry {
  struct roster_person person;
  char *numbers[ROSTER_MEANS_COUNT];
  bool has[ROSTER_MEANS_COUNT]; /* as the index says */
};

/** A number of which only this is known here. */
struct roster_known {
  size_t length;               /* digits, leading zeros left out */
  struct digest tail, whole;   /* of its last digits; of that digest and all digits */
};

#define ROSTER_TRIED_MAX 64

/** A number somebody named, and the slow digest it cost. */
struct roster_tried {
  char tail[16];
  struct digest digest;
};

struct roster_index {
  int version;                 /* 0: there is none */
  bool is_damaged;             /* there is one, and it cannot be read */
  char written[11];
  uint8_t salt[16];
  size_t known_count;
  struct roster_known *known;
  struct digest lists[2];      /* of the two files */
  size_t tried_count;
  struct roster_tried tried[ROSTER_TRIED_MAX];
};

struct roster {
  char *folder; /* the site's */
  size_t count, text_count, asset_count, chain_count;
  struct roster_entry *list;
  struct roster_asset *assets;
  enum role chain[ROSTER_CHAIN_MAX];
  char *responsibilities[ROLE_COUNT];
  const char **texts; /* ids and names of all; borrowed from `list` */
  bool is_open[2];    /* the team's list, the seniors' */
  struct roster_index index;
};

extern const char *const roster_list_files[2];

/** May he open that list? */
bool roster_may_read(const struct roster *roster, const struct roster_person *person, int list);
char *roster_certificate_path(const struct roster *roster, const char *id); /* the caller frees it */

void roster_forget_numbers(struct roster *roster);

/* index.c */
void roster_read_index(struct roster *roster);
int roster_write_index(struct roster *roster, struct err *err);

/** people.c: fills in what roster.yaml says. */
int roster_read_people(struct roster *roster, const struct yaml *root, struct err *err);
void roster_person_finish(struct roster_person *person);
