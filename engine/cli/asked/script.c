/*
 * What to say at a step, or the sheet to fax.
 */
#include "calling/script.h"

#include "cli/out.h"
#include "cli/papers.h"

static int write(const struct cli *cli, const struct papers *papers, const struct step *step, struct buf *text,
                 role_set *waits_for, struct err *err)
{
  const struct dossier *dossier = &papers->dossier;
  const char *speaker = site_actor_or_account(papers->site);
  if (!script_is_for(step->action))
    return err_set(err, "%s is nothing that is said to anybody: %s", step->id, step->action->name);
  if (cli_has(cli, "fax") && step->action->person_role)
    return err_set(err, "a sheet lies about where everybody reads it; our own people are called: tocsin script %s %s",
                   papers->incident, step->id);
  if (script_may_be_said(dossier, step, waits_for, err) < 0)
    return -1;
  struct calling *calling = calling_open(papers->site, dossier->incident, err);
  if (!calling)
    return -1;
  if (cli_has(cli, "fax"))
    script_write_fax(dossier, calling, step, speaker, text);
  else
    script_write(dossier, calling, step, speaker, text);
  calling_free(calling);
  return 0;
}

static void tell(const struct cli *cli, const struct papers *papers, const struct step *step, const struct buf *text,
                 role_set waits_for)
{
  char roles[200];
  role_set_text(waits_for, roles, sizeof roles);
  if (cli->is_json) {
    say_json(json_pack("{s:s, s:s, s:s, s:b, s:s}", "incident", papers->incident, "step", step->id, "action",
                       step->action->name, "waits", waits_for != 0, "text", buf_string(text)));
    return;
  }
  if (waits_for)
    say_in(OUT_YELLOW, "NOT YET: it waits for a yes from %s.\n", roles);
  say("%-s", buf_string(text));
}

static int run(struct cli *cli, struct err *err)
{
  struct papers papers = {0};
  struct buf text = {0};
  role_set waits_for = 0;
  int result = papers_read(cli, &papers, err);
  const char *id = result ? NULL : papers_step(cli, &papers, err);
  const struct step *step = id ? dossier_step(&papers.dossier, id, err) : NULL;
  result = step ? write(cli, &papers, step, &text, &waits_for, err) : -1;
  if (!result)
    tell(cli, &papers, step, &text, waits_for);
  buf_finish(&text);
  papers_finish(&papers);
  return result < 0 ? -1 : waits_for ? STATUS_WAITING : STATUS_DONE;
}

const struct verb verb_script = {
    .name = "script",
    .group = VERB_ASKED,
    .arguments = "[INCIDENT] STEP",
    .least = 1,
    .most = 2,
    .help = "what to say on the telephone at a step, or the sheet to fax",
    .story = "  For calls to our own people, providers, technicians and everybody outside. Log files\n"
             "  that are given stand there with their checksums. What is forbidden has no script.\n",
    .options = (const struct option[]){{"fax", NULL, "a fax sheet as text, 80 columns"}, {0}},
    .run = run,
};
