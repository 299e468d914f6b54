/*
 * An obligation that need not be met, by the key of one who may say so.
 */
#include "cli/out.h"
#include "cli/papers.h"
#include "incident/obligations.h"

#include <string.h>

static json_t *released_json(const struct incident *incident, const char *obligation)
{
  json_t *list = json_array();
  for (size_t i = 0; i < incident->step_count; i++) {
    const struct step *step = incident->steps[i];
    size_t index;
    json_t *id;
    json_array_foreach(step->obligations, index, id)
      if (!strcmp(json_string_value(id), obligation) && asked_of(incident, step) == ASKED_WAIVE)
        json_array_append_new(list, json_string(step->id));
  }
  return list;
}

static void tell(const struct cli *cli, const struct papers *papers, const char *id, uint64_t seq)
{
  const struct obligation *obligation = policy_obligation(papers->dossier.policy, id);
  json_t *steps = released_json(papers->dossier.incident, id), *step;
  size_t index;
  if (cli->is_json) {
    say_json(json_pack("{s:s, s:s, s:s, s:I, s:o}", "incident", papers->incident, "obligation", id, "state", "waived",
                       "entry", (json_int_t)seq, "steps", steps));
    return;
  }
  say("Waived: %s, entry %llu\n  it said      %s\n", id, (unsigned long long)seq, obligation->because);
  json_array_foreach(steps, index, step)
    say("  goes on      %s, as soon as %s runs: tocsin run %s\n", json_string_value(step), papers->incident,
        papers->incident);
  json_decref(steps);
}

static int run(struct cli *cli, struct err *err)
{
  struct papers papers = {0};
  const char *because = cli_option(cli, "because"), *id = NULL;
  uint64_t seq;
  if (!because || !because[strspn(because, " \t")])
    return err_set(err, "why need it not be done? --because TEXT is signed with it. Nothing was recorded.");
  int result = papers_open(cli, &papers, err);
  if (!result && cli->argument_count != papers.used + 1)
    result = err_set(err, "which obligation of %s? tocsin waive %s OBLIGATION --because TEXT", papers.incident,
                     papers.incident);
  if (!result)
    id = cli->arguments[papers.used];
  if (!result)
    result = waiver_state(&papers.dossier, id, because, &seq, err);
  if (!result)
    tell(cli, &papers, id, seq);
  papers_finish(&papers);
  return result < 0 ? -1 : STATUS_DONE;
}

const struct verb verb_waive = {
    .name = "waive",
    .group = VERB_ASKED,
    .arguments = "[INCIDENT] OBLIGATION",
    .least = 1,
    .most = 2,
    .help = "say that an obligation need not be met, by your key",
    .story = "  Who may is written beside each obligation (policies/obligations.yaml), and nobody who\n"
             "  is a subject of the incident. What waits for it then goes on. Which are open:\n"
             "  tocsin status\n",
    .options = (const struct option[]){{"because", "TEXT", "why not; it is signed and kept"}, {0}},
    .run = run,
};
