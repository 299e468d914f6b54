/*
 * tocsin people: the names and numbers that were given when it was declared, for those who need to know.
 */
#include "cli/now/people.h"

#include "base/alloc.h"
#include "base/json.h"
#include "cli/out.h"
#include "cli/papers.h"
#include "site/payload.h"

/* Opened, and from then on encrypted to those who are on the list now. */
static int open_sealed(const struct papers *papers, const char *digest, json_t **payload, struct err *err)
{
  const struct incident *incident = papers->dossier.incident;
  struct know_row *rows;
  size_t count = know_rows(incident, dossier_candidates(&papers->dossier), &rows), reader_count = 0;
  const char **readers = xcalloc(count + 1, sizeof *readers);
  for (size_t i = 0; i < count; i++)
    if (rows[i].is_on)
      readers[reader_count++] = rows[i].person->id;
  int result = payload_open(papers->site, digest, readers, reader_count, payload, err);
  free(readers);
  free(rows);
  return result < 0 ? err_prefix(err, "the names and numbers of %s stay closed: ", incident->id) : 0;
}

void people_share(const struct papers *papers)
{
  const char *digest = json_get_string(papers->dossier.incident->declaration, "sealed");
  json_t *payload = NULL;
  struct err why = {0};
  if (digest && open_sealed(papers, digest, &payload, &why) < 0)
    remark("%-s\nThey follow the list as soon as somebody who can read them types: tocsin people %s", why.text,
           papers->incident);
  json_decref(payload);
}

static void say_people(const struct incident *incident, const json_t *people)
{
  const json_t *tokens = json_object_get(incident->declaration, "people");
  size_t index;
  json_t *person;
  if (!json_array_size(people))
    say("Nobody was named when %s was declared.\n", incident->id);
  json_array_foreach((json_t *)(uintptr_t)people, index, person)
  {
    const char *token = json_get_string(json_array_get(tokens, index), "name");
    const char *name = json_get_string(person, "name"), *phone = json_get_string(person, "phone");
    const char *part = json_get_string(person, "part");
    say("  %-12s %-24s %-18s %s\n", token ? token : "", name ? name : "", phone ? phone : "no number",
        part ? part : "");
  }
}

static int show(const struct cli *cli, const struct papers *papers, struct err *err)
{
  const json_t *declaration = papers->dossier.incident->declaration;
  const char *digest = json_get_string(declaration, "sealed");
  json_t *payload = NULL;
  if (digest && open_sealed(papers, digest, &payload, err) < 0)
    return -1;
  json_t *people = json_object_get(payload ? payload : declaration, "people");
  if (cli->is_json)
    say_json(json_pack("{s:s, s:O, s:b}", "incident", papers->incident, "people", people, "sealed", digest != NULL));
  else
    say_people(papers->dossier.incident, people);
  json_decref(payload);
  return STATUS_DONE;
}

static int run(struct cli *cli, struct err *err)
{
  struct papers papers = {0};
  int result = papers_read_private(cli, &papers, err) < 0 ? -1 : show(cli, &papers, err);
  papers_finish(&papers);
  return result;
}

const struct verb verb_people = {
    .name = "people",
    .group = VERB_NOW,
    .arguments = "[INCIDENT]",
    .most = 1,
    .help = "names and numbers of who was named when it was declared; that you looked is recorded",
    .story = "  Callers and witnesses stand in the record as outsider-1, outsider-2. Who they are is\n"
             "  encrypted to those on the list (tocsin know) and opens with the key you read with,\n"
             "  here or with openssl. Each time it is opened here it is encrypted anew to those who\n"
             "  are on the list by then.\n",
    .run = run,
};
