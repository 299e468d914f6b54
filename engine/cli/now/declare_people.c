/*
 * Names and telephone numbers of callers and witnesses do not go into the record, which is kept for ever and read by
 * auditors: they are encrypted to those who need to know, and the record holds their digest (A21).
 */
#include "cli/now/declare.h"

#include "base/alloc.h"
#include "base/json.h"
#include "cli/out.h"
#include "incident/incident.h"
#include "site/payload.h"

/* Who will be on the list when this is declared: the entry is folded before it exists. */
static size_t readers_of(struct site *site, const struct policy *policy, json_t *body, char ***readers)
{
  struct incident *incident = incident_new(policy_catalogue(policy), "I-0", "");
  struct entry declared = {.type = ENTRY_DECLARE, .incident = "I-0", .actor = json_get_string(body, "declared_by"),
                           .commit = ENTRY_NO_COMMIT, .body = body, .whole = body};
  struct know_row *rows;
  struct err unused = {0};
  size_t count = 0;
  people_copy(&incident->people, site_people(site));
  incident_take(incident, &declared, &unused);
  size_t row_count = know_rows(incident, incident_candidates(incident, policy), &rows);
  for (size_t i = 0; i < row_count; i++)
    if (rows[i].is_on)
      *APPEND(*readers, count) = xstrdup(rows[i].person->id);
  free(rows);
  incident_free(incident);
  return count;
}

/* Recording never refuses: what cannot be encrypted stays readable, and that is said. */
static void close_payload(struct site *site, const struct policy *policy, json_t *body, const json_t *payload)
{
  char digest[DIGEST_TEXT_SIZE], **readers = NULL;
  struct err why = {0};
  size_t count = readers_of(site, policy, body, &readers);
  int result = payload_seal(site, payload, (const char *const *)readers, count, digest, &why);
  for (size_t i = 0; i < count; i++)
    free(readers[i]);
  free(readers);
  if (result == 0) {
    json_object_set_new(body, "sealed", json_string(digest));
    return;
  }
  json_object_set(body, "people", json_object_get(payload, "people"));
  remark("The names and numbers of people you gave stand in the record where everybody who may open it reads them: %s",
         result < 0 ? why.text : "nobody on the list has a certificate in roster/certificates.");
}

void declare_close_people(struct site *site, const struct policy *policy, json_t *body)
{
  json_t *payload = NULL;
  payload_take_people(site, body, &payload);
  if (payload)
    close_payload(site, policy, body, payload);
  json_decref(payload);
}
