/*
 * Policies by the digest of their procedure: read from the ledger's contents once for each process.
 */
#include "site/inside.h"
#include "site/record.h"

#include "base/alloc.h"
#include "base/json.h"

#include <string.h>

void policies_finish(struct site *site)
{
  for (size_t i = 0; i < site->policy_count; i++)
    policy_free(site->policies[i].policy);
  free(site->policies);
}

static struct policy *find(const struct site *site, const char *digest)
{
  for (size_t i = 0; i < site->policy_count; i++)
    if (strcmp(site->policies[i].digest, digest) == 0)
      return policy_hold(site->policies[i].policy);
  return NULL;
}

static struct policy *keep(struct site *site, const char *digest, struct policy *policy)
{
  struct kept_policy *kept = APPEND(site->policies, site->policy_count);
  snprintf(kept->digest, sizeof kept->digest, "%s", digest);
  kept->policy = policy;
  return policy_hold(policy);
}

bool site_has_procedure(const struct site *site)
{
  return site->members.has_procedure;
}

static const char *approved_digest(const struct site *site)
{
  return site->members.has_procedure ? json_get_string(site->members.procedure, "digest") : NULL;
}

struct policy *site_approved_policy(struct site *site, struct err *err)
{
  struct site_approved approved;
  const char *digest = approved_digest(site);
  struct policy *policy = digest ? find(site, digest) : NULL;
  if (policy)
    return policy;
  int found = site_approved(site, &approved, err);
  if (found != 0)
    return err_set(err, "no procedure was ever approved."), NULL;
  policy = policy_load(&approved.files, err);
  site_approved_finish(&approved);
  return policy && digest ? keep(site, digest, policy) : policy;
}

struct policy *site_policy_of(struct site *site, const struct record *record, const char *digest, struct err *err)
{
  struct files files = {0};
  struct policy *policy = find(site, digest);
  if (policy)
    return policy;
  policy = record_procedure(site->ledger, record, digest, &files, err) < 0 ? NULL : policy_load(&files, err);
  files_finish(&files);
  return policy ? keep(site, digest, policy) : NULL;
}
