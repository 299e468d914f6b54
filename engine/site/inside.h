/*
 * Inside the room: what a site is made of.
 */
#pragma once

#include "site/settings.h"

struct site {
  char *folder;
  struct site_settings settings;
  struct ledger *ledger;   /* NULL with SITE_FILES */
  struct members members;
  struct roster *roster;   /* when it was first asked for */
  struct archive *archive; /* the same */

  /* policies.c */
  size_t policy_count;
  struct kept_policy *policies;

  /* signer.c */
  char *as, *key_file, *account;
  key_passphrase ask;
  bool was_actor_sought, was_key_sought;
  struct key *key;
  char unsigned_because[512];

  /* home.c: site_home borrows from here */
  const char **home_people, **home_ids;
  bool was_contacts_read;
  struct known_parties contacts;
};

/* A policy is read once, however many incidents go by it. */
struct kept_policy {
  char digest[DIGEST_TEXT_SIZE];
  struct policy *policy;
};

void policies_finish(struct site *site);

/** May this be entered? `is_named`: by --site or TOCSIN_SITE, not found upwards. */
int whose_check(const char *folder, bool is_named, struct err *err);

struct site_paths {
  char *database, *keys, *head;
};

void site_paths_make(struct site_paths *paths, const char *folder, const struct site_settings *settings);
struct ledger_place site_paths_place(const struct site_paths *paths);
void site_paths_finish(struct site_paths *paths);
