/*
 * Beside a task: already done at 03:12; and for the post-mortem everybody who took part (R205), and from when on it is
 * not too early (R211).
 */
#include "cli/asked/known.h"

#include "cli/out.h"
#include "incident/involved.h"
#include "statements/dossier.h"

#include <stdlib.h>
#include <string.h>

#define LEFT "     "
#define DAY INT64_C(86400000000)

static bool is_about_the_end(const struct step *step)
{
  return !strncmp(step->action->name, "postmortem.", strlen("postmortem."));
}

/* Whoever outside was merely spoken with took no part. */
static bool took_part(const struct involved *one)
{
  return one->is_ours;
}

static void show_people(const struct incident *incident)
{
  struct involved *list;
  size_t count = incident_involved(incident, &list), shown = 0;
  for (size_t i = 0; i < count; i++)
    if (took_part(&list[i]))
      say("%s%s", shown++ ? ", " : LEFT "took part  ", list[i].who);
  say(shown ? "\n" : "");
  free(list);
}

static void show_window(const struct incident *incident)
{
  const struct reached *over = &incident->reached[MILESTONE_OVER];
  char from[MOMENT_SIZE], until[MOMENT_SIZE];
  if (!over->seq) {
    say(LEFT "when       a day or two after it is over, which nobody has said yet: tocsin over %s\n", incident->id);
    return;
  }
  moment_text(over->at + DAY, from);
  moment_text(over->at + 2 * DAY, until);
  say(LEFT "when       between %s and %s\n", from, until);
}

void known_show(const struct incident *incident, const struct step *step)
{
  char moment[MOMENT_SIZE];
  clock_us at;
  uint64_t seq = incident_done_before(incident, step, &at);
  if (seq) {
    moment_text(at, moment);
    say(LEFT "already    done at %s (entry %llu); if that is enough, answer with what came of it\n", moment,
        (unsigned long long)seq);
  }
  if (!is_about_the_end(step))
    return;
  show_people(incident);
  show_window(incident);
}

static json_t *people_who_took_part(const struct incident *incident)
{
  struct involved *list;
  size_t count = incident_involved(incident, &list);
  json_t *people = json_array();
  for (size_t i = 0; i < count; i++)
    if (took_part(&list[i]))
      json_array_append_new(people, json_string(list[i].who));
  free(list);
  return people;
}

void known_put(const struct incident *incident, const struct step *step, json_t *task)
{
  clock_us at;
  uint64_t seq = incident_done_before(incident, step, &at);
  char text[CLOCK_TEXT_SIZE];
  if (seq) {
    clock_text(at, text);
    json_object_set_new(task, "done_before", json_pack("{s:s, s:I}", "at", text, "entry", (json_int_t)seq));
  }
  if (is_about_the_end(step))
    json_object_set_new(task, "people", people_who_took_part(incident));
}
