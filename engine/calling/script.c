/*
 * Scripts and fax sheets, filled in from the papers of one incident.
 */
#include "calling/script.h"

#include "base/alloc.h"
#include "base/json.h"
#include "base/shown.h"
#include "calling/cards.h"
#include "incident/question.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define WIDTH 78
#define ITEMS_ON_SCREEN 6 /* the sheet has all of them */

bool script_is_for(const struct action *action)
{
  static const char *const classes[] = {"notification", "contact", "disclosure"};
  for (size_t i = 0; i < COUNT(classes); i++)
    if (!strcmp(action->class, classes[i]))
      return true;
  return false;
}

/* ---- may it be said? ---- */

static int refuse(const struct step *step, const char *because, struct err *err)
{
  return err_set_kind(err, ERR_REFUSED, "%s is forbidden, whoever asks: %s There is nothing to say.", step->id,
                      because);
}

int script_may_be_said(const struct dossier *dossier, const struct step *step, role_set *waits_for, struct err *err)
{
  const struct incident *incident = dossier->incident;
  struct policy_home home;
  struct err no_roster = {0};
  struct verdict_found found;
  const char *recorded = json_get_string(step->decision, "because");
  if (step->state == STEP_REFUSED)
    return refuse(step, recorded ? recorded : "", err);
  site_home(dossier->site, &home, &no_roster);
  incident_decide(incident, dossier->policy, step->asker, incident->is_run_keyed, step->action->name, step->arguments,
                  &home, &found);
  if (found.decision.verdict == VERDICT_FORBIDDEN)
    return refuse(step, found.decision.because, err);
  *waits_for = step->state == STEP_WAITING ? decision_from(step->decision) : 0;
  return 0;
}

/* ---- what is given ---- */

static bool gives_logs(const struct step *step)
{
  return step->action->content && !strcmp(step->action->content, "log");
}

/* What the step names; where it names nothing that we have, every copy of a log file. */
static bool is_given(const struct incident *incident, const struct step *step, const struct evidence_item *item)
{
  const char *logs = json_get_string(step->arguments, "logs");
  for (size_t i = 0; i < incident->evidence_count; i++)
    if (evidence_is_named(&incident->evidence[i], logs))
      return evidence_is_named(item, logs);
  return item->is_copy && item->size > 0;
}

static size_t count_given(const struct incident *incident, const struct step *step)
{
  size_t count = 0;
  for (size_t i = 0; i < incident->evidence_count; i++)
    count += is_given(incident, step, &incident->evidence[i]);
  return count;
}

static void write_items(const struct incident *incident, const struct step *step, size_t most, const char *left,
                        struct buf *out)
{
  size_t count = 0;
  for (size_t i = 0; i < incident->evidence_count; i++) {
    const struct evidence_item *item = &incident->evidence[i];
    if (!is_given(incident, step, item) || count++ >= most)
      continue;
    shown_format(out, "%s%s%s%s, %lld bytes\n%s  %s\n", left, item->name, item->path ? ", " : "",
               item->path ? item->path : "", (long long)item->size, left, item->sha256);
  }
}

static void write_given(const struct incident *incident, const struct step *step, struct buf *out)
{
  size_t given = count_given(incident, step);
  card_paragraph("given", given ? "these, with their checksums; of them only what traces the attack"
                                : "nothing is saved yet that could be given", WIDTH, out);
  write_items(incident, step, ITEMS_ON_SCREEN, "            ", out);
  if (given > ITEMS_ON_SCREEN)
    buf_format(out, "            and %zu more; all of them: --fax\n", given - ITEMS_ON_SCREEN);
}

/* ---- the script ---- */

static void write_heading(const struct dossier *dossier, const struct step *step, struct buf *out)
{
  struct buf words = {0};
  if (step->person && calling_is_discreet(dossier->policy, dossier->incident))
    buf_text(&words, "Call"); /* the paper lies about; whom, says the next line */
  else
    action_words(step->action, step->arguments, &words);
  char *title = xasprintf("%s: %s", step->id, buf_string(&words));
  card_paragraph(dossier->incident->id, title, WIDTH, out);
  free(title);
  buf_finish(&words);
}

static void write_words(const struct dossier *dossier, const struct calling *calling, const struct step *step,
                        const char *speaker, enum calling_by by, struct buf *out)
{
  struct buf words = {0};
  const char *heading = by == CALLING_ALOUD ? "say" : "";
  calling_words(calling, dossier->policy, dossier->incident, step, speaker, by, &words);
  char *rest = words.bytes;
  for (char *line = strsep(&rest, "\n"); line && *line; line = strsep(&rest, "\n")) {
    card_paragraph(heading, line, WIDTH, out);
    heading = "";
  }
  buf_finish(&words);
}

void script_write(const struct dossier *dossier, const struct calling *calling, const struct step *step,
                  const char *speaker, struct buf *out)
{
  const struct incident *incident = dossier->incident;
  write_heading(dossier, step, out);
  if (step->person)
    card_paragraph("whom", step->person, WIDTH, out);
  else
    card_paragraph("number", "from a directory, a contract or his registry; never one that he or the attack gave us",
                   WIDTH, out);
  write_words(dossier, calling, step, speaker, CALLING_ALOUD, out);
  if (gives_logs(step))
    write_given(incident, step, out);
  card_paragraph("never", "by e-mail, and to nobody else who picks up the telephone", WIDTH, out);
  char *then = xasprintf("tocsin answer %s %s", incident->id, step->id);
  card_paragraph("then", then, WIDTH, out);
  free(then);
}

/* ---- the fax sheet ---- */

static void write_fax_head(const struct dossier *dossier, const struct step *step, const char *speaker,
                           struct buf *out)
{
  const struct incident *incident = dossier->incident;
  const struct person *me = people_find(&incident->people, speaker);
  const char *destination = json_get_string(step->arguments, "destination");
  char date[64];
  time_t now = (time_t)(dossier_now(dossier) / 1000000);
  struct tm local;
  strftime(date, sizeof date, "%Y-%m-%d %H:%M %z", localtime_r(&now, &local));
  buf_format(out, "%-36sFAX%36s%s\n\n", "", "", incident->id);
  card_paragraph("to", destination ? destination : step->person ? step->person : "", WIDTH, out);
  card_paragraph("fax number", "______________________________  found in ________________________", WIDTH, out);
  char *from = xasprintf("%s, incident response team of %.*s", me ? me->name : speaker,
                         (int)strcspn(incident->origin, "/"), incident->origin);
  card_paragraph("from", from, WIDTH, out);
  card_paragraph("call back", "______________________________  fax ______________________________", WIDTH, out);
  card_paragraph("date", date, WIDTH, out);
  card_paragraph("our number", incident->id, WIDTH, out);
  card_paragraph("yours", "______________________________", WIDTH, out);
  free(from);
}

void script_write_fax(const struct dossier *dossier, const struct calling *calling, const struct step *step,
                      const char *speaker, struct buf *out)
{
  const struct incident *incident = dossier->incident;
  write_fax_head(dossier, step, speaker, out);
  buf_char(out, '\n');
  write_words(dossier, calling, step, speaker, CALLING_ON_PAPER, out);
  if (gives_logs(step)) {
    size_t given = count_given(incident, step);
    buf_format(out, "\n%zu file%s given, with size and SHA-256 each. Please compare.\n\n", given,
               given == 1 ? " is" : "s are");
    write_items(incident, step, SIZE_MAX, "  ", out);
  }
  buf_text(out, "\nFor the addressee only. Please answer by telephone or fax, never by e-mail.\n\n\n");
  buf_text(out, "______________________________        ______________________________\n"
                "signature                             name, date\n");
}
