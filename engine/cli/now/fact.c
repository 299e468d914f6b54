/*
 * What became known, and what that makes of the incident.
 */
#include "base/alloc.h"
#include "cli/classification.h"
#include "cli/now/subject.h"
#include "cli/out.h"
#include "cli/papers.h"

#include <string.h>

/* 1 2 3 4 5, then what is outside the procedure. */
static int rank(int priority)
{
  return priority ? priority : 6;
}

static void tell_change(const struct papers *papers, int before, int after)
{
  const char *id = papers->incident;
  if (before == after) {
    say("%s stays %s", id, priority_name(after));
  } else {
    say_in(OUT_BOLD, "%s was %s and is %s now", id, priority_name(before), priority_name(after));
  }
  say(". Who may do what follows at the next decision; what was done stays done.\n");
  if (before != after && !after)
    say("It is recorded, and management is informed; nothing more is asked by this procedure.\n");
  if (rank(after) < rank(before) && papers->dossier.incident->run)
    say("It is more urgent than what is being run. To run what belongs to it: tocsin run %s --again\n", id);
}

/* "network.disconnect: ask senior_management, was at once", for a member of the team. */
static void tell_authority(const struct dossier *dossier, const struct fact_change *change)
{
  struct authority_changes changes;
  authority_changes(dossier, change, &changes);
  for (size_t i = 0; i < changes.count; i++)
    say("%-s%-26s %s, was: %s\n", i ? "       " : "     for a member of the team\n       ",
        changes.list[i].action->name, changes.list[i].after, changes.list[i].before);
  authority_changes_finish(&changes);
}

static void tell(const struct papers *papers, const struct typed *typed, const struct fact_change *change)
{
  for (size_t i = 0; i < typed->count; i++) {
    const struct incident *incident = papers->dossier.incident;
    const char *name = typed->given[i].name;
    const char *value = facts_get(incident->catalogue, &incident->facts, name);
    if (!strcmp(name, FACT_SOURCE_CONFIRMED))
      say("%s counts as the attacker's from now on.\n", typed->given[i].value);
    else
      say("%s: %s\n", name, value ? value : strcmp(name, "priority") ? "unknown" : "as the facts give it");
  }
  tell_change(papers, policy_urgency(change->before), policy_urgency(change->after));
  say("     ");
  say_priority(&papers->dossier);
  show_given(&papers->dossier);
  show_doubted(&papers->dossier);
  tell_authority(&papers->dossier, change);
}

static json_t *authority_json(const struct papers *papers, const struct fact_change *change)
{
  struct authority_changes changes;
  json_t *list = json_array();
  authority_changes(&papers->dossier, change, &changes);
  for (size_t i = 0; i < changes.count; i++)
    json_array_append_new(list, json_pack("{s:s, s:s, s:s}", "action", changes.list[i].action->name, "before",
                                          changes.list[i].before, "after", changes.list[i].after));
  authority_changes_finish(&changes);
  return list;
}

static json_t *change_json(const struct papers *papers, const struct fact_change *change)
{
  json_t *before = json_pack("{s:i, s:o}", "priority", policy_urgency(change->before), "candidates",
                             candidates_json(change->before));
  return json_pack("{s:s, s:I, s:i, s:o, s:o, s:b, s:o, s:o}", "incident", papers->incident, "entry",
                   (json_int_t)change->seq, "priority", policy_urgency(change->after), "candidates",
                   candidates_json(change->after), "before", before, "signed", change->is_signed, "authority",
                   authority_json(papers, change), "history", history_json(&papers->dossier));
}

static int state(const struct cli *cli, struct papers *papers, const struct typed *typed, struct err *err)
{
  struct fact_change change;
  if (papers_open(cli, papers, err) < 0 ||
      fact_state(&papers->dossier, typed->given, typed->count, cli_option(cli, "because"), &change, err) < 0)
    return -1;
  if (cli->is_json)
    say_json(change_json(papers, &change));
  else
    tell(papers, typed, &change);
  remark_unsigned(papers->site, change.is_signed);
  return STATUS_DONE;
}

static int run(struct cli *cli, struct err *err)
{
  struct papers papers = {0};
  struct typed typed;
  if (typed_read(cli, is_incident_id(cli->arguments[0]), &typed, err) < 0)
    return -1;
  int result = subject_is_given(&typed) ? subject_say(cli, &typed, err)
               : typed.count            ? state(cli, &papers, &typed, err)
                           : err_set(err, "which fact? tocsin fact %s name=value --because TEXT", cli->arguments[0]);
  papers_finish(&papers);
  typed_finish(&typed);
  return result;
}

const struct verb verb_fact = {
    .name = "fact",
    .group = VERB_NOW,
    .arguments = "[INCIDENT] name=value ... --because TEXT",
    .least = 1,
    .most = -1,
    .help = "say what became known, or turned out otherwise",
    .story = "  Shows what priority that makes it. name=unknown takes back what was thought to be\n"
             "  known. source.confirmed=ENTRY, signed, says that an address or a name of ours is\n"
             "  the attacker's all the same.\n"
             "  subject=PERSON names somebody under suspicion; subject.cleared=PERSON lifts that.\n"
             "\n"
             "  priority=N overrides what the facts give, with your reason; priority=derived lifts\n"
             "  that. confirmed=suspected, confirmed or dismissed says how sure it is. Without a key\n"
             "  it is recorded, but makes no decision milder until somebody of the team signs it.\n",
    .options = (const struct option[]){{"because", "TEXT", "how it became known"}, {0}},
    .run = run,
};
