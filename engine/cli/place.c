/*
 * Opening what a verb needs, and no more: starting is meant to take two milliseconds.
 */
#include "cli/place.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/shown.h"
#include "cli/admission.h"
#include "cli/ask.h"
#include "cli/listing.h"
#include "cli/out.h"
#include "cli/papers.h"
#include "site/shipped.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define FILE_SIZE_MAX (1024 * 1024)

struct site *cli_site(const struct cli *cli, enum site_mode mode, struct err *err)
{
  struct site_entrance entrance = {.folder = cli->site, .as = cli->as, .key = cli->key, .ask = ask_passphrase};
  struct site *site = site_open(&entrance, mode, err);
  if (site && mode == SITE_READ && !ledger_has_end(site_ledger(site)))
    remark("Not checked: %s.", site_doubt(site));
  return site;
}

int cli_recorded(const struct site *site)
{
  if (!site_doubt(site))
    return STATUS_DONE;
  remark("It is recorded, and marked, for something in the record cannot be trusted:\n  %s.\n"
         "Until that is cleared up nothing is shown, decided or done by it. Look closer: tocsin verify",
         site_doubt(site));
  return STATUS_STORE;
}

static int read_stdin(struct buf *bytes, struct err *err)
{
  char piece[8192];
  for (size_t length; (length = fread(piece, 1, sizeof piece, stdin)) > 0;) {
    buf_add(bytes, piece, length);
    if (bytes->length > FILE_SIZE_MAX)
      return err_set(err, "stdin is longer than the %d bytes that are read of such a file.", FILE_SIZE_MAX);
  }
  return ferror(stdin) ? err_set(err, "stdin cannot be read: %s.", strerror(errno)) : 0;
}

int cli_read_file(const char *name, struct buf *bytes, struct err *err)
{
  return strcmp(name, "-") == 0 ? read_stdin(bytes, err) : file_read(name, FILE_SIZE_MAX, bytes, err);
}

/* ---- policy ---- */

static struct policy *load_working(struct site *site, struct err *err)
{
  struct files files = {0};
  struct policy *policy = site_working(site, &files, err) < 0 ? NULL : policy_load(&files, err);
  files_finish(&files);
  return policy;
}

static struct policy *load_shipped(void)
{
  struct files files = {0};
  struct err err = {0};
  shipped_procedure(&files);
  struct policy *policy = policy_load(&files, &err);
  files_finish(&files);
  return policy;
}

struct policy *cli_policy_to_record(struct site *site)
{
  struct err err = {0};
  struct policy *policy = site_has_procedure(site) ? site_approved_policy(site, &err) : load_working(site, &err);
  if (policy)
    return policy;
  remark("%-s\nUntil that is right, the procedure that came with this program is used to name things.", err.text);
  return load_shipped();
}

/* ---- incidents ---- */

bool is_incident_id(const char *text)
{
  size_t digits = strlen(text) > 2 ? strspn(text + 2, "0123456789") : 0;
  return (text[0] == 'I' || text[0] == 'D') && text[1] == '-' && digits && !text[2 + digits];
}

void incident_list_finish(struct incident_list *incidents)
{
  for (size_t i = 0; i < incidents->count; i++)
    listed_finish(&incidents->list[i]);
  free(incidents->list);
  *incidents = (struct incident_list){0};
}

int incident_list_read(struct incident_list *incidents, struct site *site, enum listed_which which, struct err *err)
{
  return listed_read(site, which, &incidents->list, &incidents->count, err);
}

size_t incident_list_open(const struct incident_list *incidents)
{
  size_t count = 0;
  for (size_t i = 0; i < incidents->count; i++)
    count += !incidents->list[i].is_closed;
  return count;
}

/* The newest first: a sentence has room for so many. */
#define NAMED_MAX 8

static void name_all(const struct incident_list *incidents, bool only_open, struct buf *text)
{
  size_t shown = 0, more = 0;
  for (size_t i = incidents->count; i-- > 0;) {
    const struct listed *listed = &incidents->list[i];
    if (only_open && listed->is_closed)
      continue;
    if (shown++ >= NAMED_MAX) {
      more++;
      continue;
    }
    shown_format(text, "\n  %s  %s", listed->id, listed->title);
    if (!listed->is_discreet)
      buf_format(text, "  (%s, %s)", priority_name(policy_urgency(listed->candidates)), listed->state);
  }
  if (more)
    buf_format(text, "\n  and %zu more; all that is open: tocsin", more);
}

static char *refuse(const struct incident_list *incidents, struct site *site, struct err *err)
{
  struct buf names = {0};
  size_t open = incident_list_open(incidents);
  name_all(incidents, open > 0, &names);
  if (open == 0)
    err_set(err, "no incident is open. To open one: tocsin declare FILE%-s%-s", names.length ? "\nClosed ones:" : "",
            buf_string(&names));
  else
    err_set(err, "%zu incidents are open; say which one:%-s", open, buf_string(&names));
  if (open == 0 && !site_key_at_hand(site))
    err_add(err, LISTING_WITHOUT_KEY);
  buf_finish(&names);
  return NULL;
}

static const struct listed *find_open(const struct incident_list *incidents)
{
  const struct listed *found = NULL;
  for (size_t i = 0; i < incidents->count; i++)
    if (!incidents->list[i].is_closed)
      found = &incidents->list[i];
  return found;
}

/* Who left it out is told of none that he may not see; and of those that are closed only where none is open. */
static int read_to_choose(struct incident_list *incidents, struct site *site, struct err *err)
{
  int result = incident_list_read(incidents, site, LISTED_OPEN, err);
  listing_neutral(incidents, site);
  if (result < 0 || incident_list_open(incidents))
    return result;
  incident_list_finish(incidents);
  result = incident_list_read(incidents, site, LISTED_ALL, err);
  listing_neutral(incidents, site);
  return result;
}

static char *choose(struct site *site, struct err *err)
{
  struct incident_list incidents = {0};
  char *id = NULL;
  if (read_to_choose(&incidents, site, err) == 0)
    id = incident_list_open(&incidents) == 1 ? xstrdup(find_open(&incidents)->id) : refuse(&incidents, site, err);
  incident_list_finish(&incidents);
  return id;
}

const char *cli_asked(const struct cli *cli)
{
  return cli->argument_count && is_incident_id(cli->arguments[0]) ? cli->arguments[0] : NULL;
}

char *cli_incident(const struct cli *cli, struct site *site, size_t *used, struct err *err)
{
  const char *given = cli_asked(cli);
  *used = given != NULL;
  if (!given)
    return choose(site, err);
  int is_there = ledger_has(site_ledger(site), given, err);
  if (!is_there)
    admission_refuse(err);
  return is_there > 0 ? xstrdup(given) : NULL;
}
