/*
 * Making a site: its folders, settings, keys, people and an empty ledger, all of it or nothing.
 */
#pragma once

#include "base/err.h"
#include "base/key.h"

#include <stdbool.h>
#include <stddef.h>


struct site_plan {
  const char *folder;
  bool is_demo;
  const char *senior, *senior_name;  /* without demo: the first senior manager */
  const char *domain;                /* without demo: ours, and the site's name; NULL: the folder's name */
  const struct key *senior_key;      /* without demo: his key, already kept somewhere, or NULL: a new one is made */
  const char *passphrase;            /* for the new ones, of signing and of reading; NULL: open */
  int semantics;
};

struct site_made {
  char *folder, *origin, *vkey;
  size_t people;
};

void site_made_finish(struct site_made *made);

/** Makes a site in a folder that is not there or empty. If it fails, nothing is left of it. */
int site_make(const struct site_plan *plan, struct site_made *made, struct err *err);
