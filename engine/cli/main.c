/*
 * tocsin: an incident response procedure, made executable. Everything is in the table of verbs (verbs.c).
 */
#include "cli/cli.h"
#include "cli/out.h"

#include <signal.h>
#include <string.h>

#ifndef TOCSIN_VERSION
#error "the build gives the version"
#endif

static int perform(struct cli *cli, struct err *err)
{
  if (cli->wants_version)
    say("tocsin %s\n", TOCSIN_VERSION);
  else if (cli->wants_help && cli->verb)
    help_verb(cli->verb);
  else if (cli->wants_help)
    help_all(false);
  else
    return cli->verb ? cli->verb->run(cli, err) : home_run(cli, err);
  return STATUS_DONE;
}

/** The sentence goes to stderr, and what is on record; with --json also into the one document that stdout holds. */
static int complain(const struct cli *cli, struct err *err)
{
  remark("%-s", err->text);
  bool is_kept = keep_words(cli, err);
  if (!is_kept && *out_recorded(err))
    remark("%s", out_recorded(err));
  if (cli->is_json)
    say_json(json_pack("{s:o, s:o*}", "error", json_stringn_nocheck(err->text, strlen(err->text)), "recorded",
                       is_kept ? json_true() : out_recorded_json(err)));
  return status_of(err);
}

/* A file that may not grow and a pipe nobody reads are errors with a sentence, not the end in the middle of a turn. */
static void survive_writing(void)
{
  signal(SIGXFSZ, SIG_IGN);
  signal(SIGPIPE, SIG_IGN);
}

int main(int argc, char **argv)
{
  survive_writing();
  struct cli cli;
  struct err err = {0};
  int status = cli_parse(&cli, argc, argv, &err);
  if (status == 0)
    status = perform(&cli, &err);
  if (status < 0)
    status = complain(&cli, &err);
  struct err lost = {0};
  if (out_flush(&lost) < 0) {
    remark("%-s", lost.text);
    status = status_worse(status, STATUS_FINDINGS);
  }
  cli_finish(&cli);
  return status;
}
