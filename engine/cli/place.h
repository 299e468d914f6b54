/*
 * Where a verb works: the site, its incidents, the policy that counts.
 */
#pragma once

#include "base/buf.h"
#include "cli/cli.h"
#include "policy/policy.h"
#include "site/site.h"
#include "statements/listed.h"

/** Opens the site that --site, TOCSIN_SITE or the current folder mean. */
struct site *cli_site(const struct cli *cli, enum site_mode mode, struct err *err);

/** The status of what was recorded: 6 with a remark if something in the ledger is not to be trusted, else 0. */
int cli_recorded(const struct site *site);

/** Reads a file that was named on the command line; "-" is stdin. */
int cli_read_file(const char *name, struct buf *bytes, struct err *err);

/**
 * The policy by which something is classified or worded: the approved one, else the working files, else the one this
 * program came with. Recording never fails for want of a policy. The caller frees it.
 */
struct policy *cli_policy_to_record(struct site *site);

/* ---- incidents ---- */

struct incident_list {
  size_t count;
  struct listed *list; /* in the order they were declared */
};

int incident_list_read(struct incident_list *incidents, struct site *site, enum listed_which which, struct err *err);
void incident_list_finish(struct incident_list *incidents);
size_t incident_list_open(const struct incident_list *incidents); /* how many are not closed */

/** Does it look like an incident's id (I-1, D-12)? */
bool is_incident_id(const char *text);

/** The incident that was named: the first argument, if it looks like an id; else NULL. Borrowed. */
const char *cli_asked(const struct cli *cli);

/**
 * The incident a verb is about: its first argument if that is an id, else the only one open that a list shows him.
 * `*used` tells how many arguments it took. NULL with a sentence, which for an id that is not there is the one of
 * admission.h. Whether he may see it is not asked here. The caller frees it.
 */
char *cli_incident(const struct cli *cli, struct site *site, size_t *used, struct err *err);
