/*
 * tocsin know: who needs to know of an incident, why, and with whose yes.
 */
#include "statements/know.h"

#include "base/alloc.h"
#include "cli/now/people.h"
#include "cli/out.h"
#include "cli/papers.h"

#include <string.h>

/* ---- the list ---- */

/** "irt and management", of those roles that put him on the list. */
static void role_words(const struct know_row *row, uint32_t candidates, char *text, size_t size)
{
  role_set roles = row->person->roles & know_minimum(candidates);
  role_set_text(roles ? roles : row->person->roles, text, size);
}

static void why_words(const struct know_row *row, uint32_t candidates, struct buf *out)
{
  char roles[200];
  role_words(row, candidates, roles, sizeof roles);
  switch (row->why) {
  case KNOW_DECLARED:
    buf_text(out, "declared it");
    break;
  case KNOW_ROLE:
    buf_text(out, roles);
    break;
  case KNOW_ASKED:
    buf_text(out, "is asked to decide");
    break;
  case KNOW_TOLD:
    buf_text(out, "was called");
    break;
  case KNOW_ADDED:
    buf_format(out, "%s by %s: %s", row->is_on ? "added" : "asked for", row->said->by, row->said->because);
    break;
  }
}

static void show_row(const struct know_row *row, uint32_t candidates)
{
  struct buf why = {0};
  char at[MOMENT_SIZE];
  why_words(row, candidates, &why);
  say("  %-12s %s", row->person->id, buf_string(&why));
  if (row->said && row->said->approved_by)
    say(", approved by %s", row->said->approved_by);
  if (row->why == KNOW_ADDED) {
    moment_text(row->said->at, at);
    say("  (%s)", at);
  }
  say("\n");
  buf_finish(&why);
}

static void show_rows(const struct know_row *rows, size_t count, uint32_t candidates, bool are_on)
{
  bool is_first = true;
  for (size_t i = 0; i < count; i++) {
    if (rows[i].is_on != are_on)
      continue;
    if (is_first && !are_on)
      say("not on it yet\n");
    is_first = false;
    show_row(&rows[i], candidates);
  }
}

/* Those whom no senior manager has said yes to, in a case where that is asked. */
static size_t count_unapproved(const struct know_row *rows, size_t count)
{
  size_t unapproved = 0;
  for (size_t i = 0; i < count; i++)
    unapproved += !rows[i].said || !rows[i].said->approved_by;
  return unapproved;
}

static void show_accused(const struct incident *incident)
{
  for (size_t i = 0; i < incident->know.accused_count; i++) {
    const struct accused *accused = &incident->know.accused[i];
    say("%s%s: named by %s", i ? "             " : "kept out     ", accused->who, accused->by);
    if (accused->countersigned_by)
      say(", countersigned by %s\n", accused->countersigned_by);
    else if (accused->is_declared)
      say(" in the declaration\n");
    else
      say("; for approving it takes Legal, HR or Audit: tocsin countersign %s %s\n", incident->id, accused->who);
  }
}

static void show(const struct dossier *dossier)
{
  const struct incident *incident = dossier->incident;
  uint32_t candidates = dossier_candidates(dossier);
  struct know_row *rows;
  size_t count = know_rows(incident, candidates, &rows);
  say_in(OUT_BOLD, "%s", incident->id);
  say("  who needs to know%s\n", know_is_discreet(candidates) ? "; senior management says yes to each" : "");
  show_rows(rows, count, candidates, true);
  show_rows(rows, count, candidates, false);
  show_accused(incident);
  if (know_is_discreet(candidates) && count_unapproved(rows, count))
    say("%zu of them without senior management's yes: tocsin know %s approve\n", count_unapproved(rows, count),
        incident->id);
  free(rows);
}

static json_t *row_json(const struct know_row *row, uint32_t candidates)
{
  struct buf why = {0};
  why_words(row, candidates, &why);
  json_t *json = json_pack("{s:s, s:b, s:s, s:s*, s:s*}", "person", row->person->id, "on", row->is_on, "why",
                           buf_string(&why), "approved_by", row->said ? row->said->approved_by : NULL, "by",
                           row->said ? row->said->by : NULL);
  buf_finish(&why);
  return json;
}

static void show_json(const struct dossier *dossier)
{
  const struct incident *incident = dossier->incident;
  uint32_t candidates = dossier_candidates(dossier);
  struct know_row *rows;
  size_t count = know_rows(incident, candidates, &rows);
  json_t *list = json_array(), *out = json_array();
  for (size_t i = 0; i < count; i++)
    json_array_append_new(list, row_json(&rows[i], candidates));
  for (size_t i = 0; i < incident->know.accused_count; i++) {
    const struct accused *accused = &incident->know.accused[i];
    json_array_append_new(out, json_pack("{s:s, s:s, s:s*, s:b}", "person", accused->who, "by", accused->by,
                                         "countersigned_by", accused->countersigned_by, "barred",
                                         accused->is_declared || accused->countersigned_by));
  }
  say_json(json_pack("{s:s, s:b, s:o, s:o, s:i}", "incident", incident->id, "discreet", know_is_discreet(candidates),
                     "people", list, "kept_out", out, "unapproved", (int)count_unapproved(rows, count)));
  free(rows);
}

static int list(const struct cli *cli, struct err *err)
{
  struct papers papers = {0};
  int result = papers_read(cli, &papers, err);
  if (!result && cli->is_json)
    show_json(&papers.dossier);
  else if (!result)
    show(&papers.dossier);
  papers_finish(&papers);
  return result < 0 ? -1 : STATUS_DONE;
}

/* ---- changing it ---- */

static int find_change(const char *word, enum know_change *change, struct err *err)
{
  static const char *const words[] = {[KNOW_ADD] = "add", [KNOW_REMOVE] = "remove", [KNOW_APPROVE] = "approve"};
  for (size_t i = 0; i < COUNT(words); i++)
    if (!strcmp(word, words[i])) {
      *change = (enum know_change)i;
      return 0;
    }
  return err_set(err, "\"%s\" is nothing one does with the list; it is: add, remove or approve.", word);
}

static void tell(const struct papers *papers, enum know_change change, const struct know_said *said)
{
  static const char *const done[] = {
      [KNOW_ADD] = "on the list", [KNOW_REMOVE] = "off the list", [KNOW_APPROVE] = "approved"};
  const char *id = papers->incident;
  if (!said->waiting)
    say("%s: %s, entry %llu\n", id, done[change], (unsigned long long)said->seq);
  else if (change == KNOW_ADD)
    say("%s: asked for, entry %llu. %s\nThen senior management types: tocsin know %s approve\n", id,
        (unsigned long long)said->seq,
        know_is_discreet(dossier_candidates(&papers->dossier))
            ? "Nobody is told of this case without senior management's yes."
            : "It was not signed by one who may add, so it waits.", id);
  else
    say("%s: recorded, entry %llu, and without effect: who is there by his role is taken off by senior management.\n",
        id, (unsigned long long)said->seq);
}

static int change_list(const struct cli *cli, size_t word, struct err *err)
{
  struct papers papers = {0};
  struct know_said said;
  enum know_change change = KNOW_ADD;
  size_t count = cli->argument_count - word - 1;
  if (find_change(cli->arguments[word], &change, err) < 0)
    return -1;
  if (!count && change != KNOW_APPROVE)
    return err_set(err, "whom? tocsin know INCIDENT %s PERSON --because TEXT", cli->arguments[word]);
  int result = papers_open(cli, &papers, err);
  if (!result)
    result = know_state(&papers.dossier, change, cli->arguments + word + 1, count, cli_option(cli, "because"), &said,
                        err);
  if (!result && cli->is_json)
    say_json(json_pack("{s:s, s:I, s:b, s:i}", "incident", papers.incident, "entry", (json_int_t)said.seq, "signed",
                       said.is_signed, "waiting", (int)said.waiting));
  else if (!result)
    tell(&papers, change, &said);
  if (!result)
    remark_unsigned(papers.site, said.is_signed);
  if (!result && count + (change == KNOW_APPROVE) > said.waiting)
    people_share(&papers);
  papers_finish(&papers);
  return result < 0 ? -1 : STATUS_DONE;
}

static int run(struct cli *cli, struct err *err)
{
  size_t word = cli->argument_count && is_incident_id(cli->arguments[0]);
  return cli->argument_count > word ? change_list(cli, word, err) : list(cli, err);
}

const struct verb verb_know = {
    .name = "know",
    .group = VERB_NOW,
    .arguments = "[INCIDENT] [add|remove|approve PERSON ...]",
    .least = 0,
    .most = -1,
    .help = "who needs to know of it, and why; put somebody on that list",
    .story = "  Alone it shows the list; approve without PERSON says yes to everybody on it.\n"
             "  On it from the beginning: who declared it, the team, its managers, senior management;\n"
             "  where somebody may be liable also Legal and HR. Whoever is asked to decide, or was\n"
             "  called, is on it from then on. Everybody else is added, with a reason. Where it may be\n"
             "  a violation, senior management says yes to each one: know INCIDENT approve.\n",
    .options = (const struct option[]){{"because", "TEXT", "why he needs to know, or need not any more"}, {0}},
    .run = run,
};
