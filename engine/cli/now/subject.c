/*
 * Naming a subject, and lifting a suspicion.
 */
#include "cli/now/subject.h"

#include "cli/out.h"
#include "statements/know.h"

#include <string.h>

#define NAMED "subject"
#define CLEARED "subject.cleared"

bool subject_is_given(const struct typed *typed)
{
  for (size_t i = 0; i < typed->count; i++)
    if (!strcmp(typed->given[i].name, NAMED) || !strcmp(typed->given[i].name, CLEARED))
      return true;
  return false;
}

/* Nothing is said here that would tell a passer-by more than the record does. */
static void tell(const struct papers *papers, const char *who, bool is_cleared, const struct know_said *said)
{
  unsigned long long seq = (unsigned long long)said->seq;
  const char *id = papers->incident;
  if (is_cleared)
    say("%s is no subject of %s any more, entry %llu.\n", who, id, seq);
  else
    say("%s is a subject of %s, entry %llu: from now on it is not shown to him, nor to who reports to him, and nobody\n"
        "of them is called. That they may not approve either takes a second word: tocsin countersign %s %s\n", who, id,
        seq, id, who);
}

int subject_say(const struct cli *cli, const struct typed *typed, struct err *err)
{
  struct papers papers = {0};
  struct know_said said;
  if (typed->count != 1)
    return err_set(err, "what is said of a person stands alone: tocsin fact INCIDENT " NAMED "=PERSON --because TEXT");
  const char *who = typed->given[0].value, *because = cli_option(cli, "because");
  bool is_cleared = !strcmp(typed->given[0].name, CLEARED);
  int result = papers_open_also(cli, &papers, is_cleared ? reading_may_countersign : NULL, err);
  if (!result)
    result = is_cleared ? subject_clear(&papers.dossier, who, because, &said, err)
                        : subject_state(&papers.dossier, who, because, &said, err);
  if (result)
    result = papers_end_blind(cli, &papers, result, err);
  if (!result && cli->is_json)
    say_json(json_pack("{s:s, s:s, s:I, s:b}", "incident", papers.incident, is_cleared ? "cleared" : "subject", who,
                       "entry", (json_int_t)said.seq, "signed", said.is_signed));
  else if (!result)
    tell(&papers, who, is_cleared, &said);
  if (!result)
    remark_unsigned(papers.site, said.is_signed);
  papers_finish(&papers);
  return result < 0 ? -1 : STATUS_DONE;
}
