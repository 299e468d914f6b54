/*
 * Recording never refuses. A verb that says what somebody saw, did or heard needs the incident it is about; where that
 * cannot be read any more, what was typed is kept as it was typed, as a note, marked like everything that is appended
 * to a ledger that is not to be trusted. So is what somebody says of an incident that he is not shown.
 */
#include "base/alloc.h"
#include "cli/admission.h"
#include "cli/out.h"
#include "cli/place.h"
#include "statements/opening.h"

#include <string.h>

static char *as_typed(const struct cli *cli)
{
  struct buf text = {0};
  buf_text(&text, cli->verb->name);
  for (size_t i = 0; i < cli->argument_count; i++)
    buf_format(&text, " %s", cli->arguments[i]);
  for (size_t i = 0; i < cli->option_count; i++)
    buf_format(&text, " --%s %s", cli->options[i].name, cli->options[i].value);
  return buf_take(&text);
}

bool keep_words(const struct cli *cli, struct err *why)
{
  bool is_blind = why->kind == ERR_UNADMITTED;
  if (!cli->verb || !cli->verb->is_record || (why->kind != ERR_STORE && why->kind != ERR_UNWRITTEN && !is_blind))
    return false;
  struct err unread = {0}, failed = {0};
  size_t used;
  uint64_t seq = 0;
  _cleanup_(freep) char *text = as_typed(cli);
  _cleanup_(site_closep) struct site *site = cli_site(cli, SITE_RECORD, &unread);
  _cleanup_(freep) char *incident = site ? cli_incident(cli, site, &used, &unread) : NULL;
  const struct note_said about = {.on = NOTE_ON_NOTHING, .asked = is_blind ? cli_asked(cli) : NULL};
  bool is_kept = site && (note_state(site, incident, &about, text, &seq, &failed) == 0 || failed.kind == ERR_WRITTEN);
  if (is_kept && is_blind)
    admission_say_kept(seq);
  else if (is_kept)
    remark("It is recorded all the same: what you typed is kept as a note, entry %llu%s%s.", (unsigned long long)seq,
           incident ? " of " : "", incident ? incident : "");
  else
    remark("What you typed:\n\n  %s\n", text);
  if (is_kept && is_blind)
    return true;
  why->kind = is_kept ? ERR_WRITTEN : failed.kind == ERR_UNSURE ? ERR_UNSURE : ERR_UNWRITTEN;
  return is_kept;
}
