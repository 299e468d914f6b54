/*
 * Did it happen? Somebody looked, and signs what was found.
 */
#include "base/alloc.h"
#include "cli/out.h"
#include "cli/papers.h"

static const struct {
  const char *option, *words;
} ways[] = {
    [RESOLUTION_HAPPENED] = {"happened", "it happened, and counts as done"},
    [RESOLUTION_DID_NOT_HAPPEN] = {"did-not-happen", "it did not happen, and counts as failed"},
    [RESOLUTION_RUN_AGAIN] = {"run-again", "it is asked for once more when the incident runs"},
};

static int choose(const struct cli *cli, enum resolution *resolution, struct err *err)
{
  int count = 0;
  for (size_t i = 0; i < COUNT(ways); i++)
    if (cli_has(cli, ways[i].option)) {
      *resolution = (enum resolution)i;
      count++;
    }
  return count == 1 ? 0
                    : err_set(err, "say which one it is: --happened, --did-not-happen or --run-again. "
                                   "Nothing was recorded.");
}

static int run(struct cli *cli, struct err *err)
{
  struct papers papers = {0};
  enum resolution resolution = RESOLUTION_HAPPENED;
  uint64_t seq;
  if (choose(cli, &resolution, err) < 0)
    return -1;
  int result = papers_open(cli, &papers, err);
  const char *step = result ? NULL : papers_step(cli, &papers, err);
  result = step ? resolve_state(&papers.dossier, step, resolution, cli_option(cli, "because"), &seq, err) : -1;
  if (!result && cli->is_json)
    say_json(json_pack("{s:s, s:s, s:I, s:s}", "incident", papers.incident, "step", step, "entry", (json_int_t)seq,
                       "result", ways[resolution].option));
  else if (!result)
    say("%s: %s, entry %llu\n", step, ways[resolution].words, (unsigned long long)seq);
  papers_finish(&papers);
  return result < 0 ? -1 : STATUS_DONE;
}

const struct verb verb_resolve = {
    .name = "resolve",
    .group = VERB_ASKED,
    .arguments = "[INCIDENT] STEP",
    .least = 1,
    .most = 2,
    .help = "settle what nobody knows for certain, by your key",
    .story = "  What may or may not have happened is never done a second time by itself. Look,\n"
             "  and say what you found.\n",
    .options =
        (const struct option[]){
            {"happened", NULL, "it happened"},
            {"did-not-happen", NULL, "it certainly did not"},
            {"run-again", NULL, "do it once more, whatever became of it"},
            {"because", "TEXT", "how you know"},
            {0},
        },
    .run = run,
};
