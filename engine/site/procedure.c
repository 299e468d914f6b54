/*
 * The procedure that counts is the last one senior management signed, by its bytes in the ledger. What lies in the
 * working folders is what somebody is editing.
 */
#include "site/inside.h"

#include "base/alloc.h"
#include "base/json.h"
#include "site/shipped.h"

#include <string.h>

void site_approved_finish(struct site_approved *approved)
{
  files_finish(&approved->files);
  free(approved->by);
  *approved = (struct site_approved){0};
}

static int read_content(struct ledger *ledger, const char *name, const char *text, struct files *files, struct err *err)
{
  struct digest digest;
  _cleanup_(buf_finish) struct buf bytes = {0};
  if (!text || !digest_parse(text, &digest))
    return err_store(err, "the approved procedure names %s without a hash.", name);
  if (ledger_content(ledger, &digest, &bytes, err) < 0)
    return err_prefix(err, "%s of the approved procedure: ", name);
  files_add(files, name, buf_string(&bytes), bytes.length);
  return 0;
}

int site_approved(struct site *site, struct site_approved *approved, struct err *err)
{
  const struct members *members = &site->members;
  *approved = (struct site_approved){0};
  if (!members->has_procedure)
    return 1;
  const char *name;
  json_t *digest;
  json_object_foreach(json_object_get(members->procedure, "files"), name, digest)
  {
    if (read_content(site->ledger, name, json_string_value(digest), &approved->files, err) < 0) {
      site_approved_finish(approved);
      return -1;
    }
  }
  approved->digest = files_digest(&approved->files);
  approved->seq = members->procedure_seq;
  approved->at = members->procedure_at;
  approved->by = xstrdup(members->procedure_by);
  char text[DIGEST_TEXT_SIZE];
  const char *signed_text = json_get_string(members->procedure, "digest");
  digest_text(&approved->digest, text);
  shipped_recognize(&approved->files);
  if (signed_text && strcmp(text, signed_text) == 0)
    return 0;
  site_approved_finish(approved);
  return err_store(err, "entry %llu approves a procedure under a hash that is not its files'.",
                   (unsigned long long)members->procedure_seq);
}

static bool is_same(const struct file *a, const struct file *b)
{
  return a && b && a->length == b->length && memcmp(a->bytes, b->bytes, a->length) == 0;
}

static bool is_of_lib(const char *name)
{
  return strncmp(name, "lib/", 4) == 0 && !strchr(name + 4, '/');
}

/* What a site's lib/ leaves out is as shipped; so it becomes part of what is approved, under a name of its own. */
static void lay_under(struct files *files)
{
  struct files shipped = {0};
  shipped_procedure(&shipped);
  for (size_t i = 0; i < shipped.count; i++) {
    const struct file *ours = &shipped.list[i], *own = files_find(files, ours->name);
    if (!is_of_lib(ours->name) || is_same(ours, own))
      continue;
    _cleanup_(freep) char *name = xasprintf("lib/shipped/%s", ours->name + strlen("lib/"));
    files_add(files, name, ours->bytes, ours->length);
  }
  files_finish(&shipped);
}

int site_read_procedure(const char *folder, struct files *files, struct err *err)
{
  if (files_read_folder(files, folder, err))
    return -1;
  if (files->count)
    lay_under(files);
  shipped_recognize(files);
  return 0;
}

int site_working(const struct site *site, struct files *files, struct err *err)
{
  return site_read_procedure(site->folder, files, err);
}

/* ---- are they the same? ---- */

/** The names that are in one only, or differ; the first is kept. */
static size_t count_differences(const struct files *approved, const struct files *working, const char **first)
{
  size_t count = 0;
  for (size_t i = 0; i < approved->count; i++)
    if (!is_same(&approved->list[i], files_find(working, approved->list[i].name)) && count++ == 0)
      *first = approved->list[i].name;
  for (size_t i = 0; i < working->count; i++)
    if (!files_find(approved, working->list[i].name) && count++ == 0)
      *first = working->list[i].name;
  return count;
}

char *site_difference(const struct site *site, const struct site_approved *approved)
{
  struct files working = {0};
  struct err err = {0};
  const char *first = NULL;
  char *sentence = NULL, at[CLOCK_TEXT_SIZE];
  clock_text(approved->at, at);
  if (site_working(site, &working, &err) < 0) {
    sentence = xasprintf("The working files cannot be read (%s); what %s approved on %.10s counts.", err.text,
                         approved->by, at);
  } else {
    size_t count = count_differences(&approved->files, &working, &first);
    char more[32] = "";
    if (count > 1)
      snprintf(more, sizeof more, " and %zu more", count - 1);
    sentence = count == 0 ? xstrdup("")
                          : xasprintf("%s%s %s not what %s approved on %.10s; what was approved counts.", first, more,
                                      count > 1 ? "are" : "is", approved->by, at);
  }
  files_finish(&working);
  return sentence;
}

json_t *site_keep_procedure(struct ledger *ledger, const struct files *files, struct err *err)
{
  json_t *digests = json_object();
  char text[DIGEST_TEXT_SIZE];
  for (size_t i = 0; i < files->count; i++) {
    struct digest digest;
    if (ledger_keep(ledger, files->list[i].bytes, files->list[i].length, &digest, err) < 0) {
      json_decref(digests);
      return NULL;
    }
    digest_text(&digest, text);
    json_object_set_new(digests, files->list[i].name, json_string(text));
  }
  struct digest whole = files_digest(files);
  digest_text(&whole, text);
  return json_pack("{s:s, s:o}", "digest", text, "files", digests);
}
