/*
 * The part of status that people make by what they say.
 */
#include "cli/now/stated.h"

#include "cli/afterwards/ending.h"
#include "cli/out.h"

#include <stdlib.h>
#include <string.h>

/* ---- text ---- */

static void show_team(const struct incident *incident)
{
  size_t shown = 0;
  if (!incident->coordinator)
    return;
  say("     team       %s coordinates", incident->coordinator);
  for (size_t i = 0; i < incident->member_count; i++) {
    const struct member *member = &incident->members[i];
    if (!member->left && strcmp(member->person, incident->coordinator))
      say("%s%s", shown++ ? ", " : "; with ", member->person);
  }
  say("\n");
}

static void show_reached(const char *name, const struct reached *reached, const char *more)
{
  char at[MOMENT_SIZE];
  if (!reached->seq)
    return;
  moment_text(reached->at, at);
  say("     %-10s %s (entry %llu)%s\n", name, at, (unsigned long long)reached->seq, more);
}

/* What was done outside the playbook and may not be, or by a way that others can read. */
static void each_finding(const struct incident *incident,
                         void (*see)(void *context, const char *kind, uint64_t seq, const char *who), void *context)
{
  for (size_t i = 0; i < incident->deed_count; i++) {
    const struct deed *deed = &incident->deeds[i];
    if (deed->verdict && !strcmp(deed->verdict, "forbidden"))
      see(context, "forbidden", deed->seq, deed->person);
    if (means_is_mail(json_string_value(json_object_get(deed->fields, "means"))))
      see(context, "mail", deed->seq, deed->person);
  }
  for (size_t i = 0; i < incident->contact_count; i++)
    if (means_is_mail(incident->contacts[i].means))
      see(context, "mail", incident->contacts[i].seq, incident->contacts[i].who);
  for (size_t i = 0; i < incident->step_count; i++)
    if (means_is_mail(json_string_value(json_object_get(incident->steps[i]->fields, "means"))))
      see(context, "mail", incident->steps[i]->concluded_seq, incident->steps[i]->id);
}

static void show_finding(void *context, const char *kind, uint64_t seq, const char *who)
{
  (void)context;
  say_in(OUT_RED, "     finding    entry %llu, %s: %s\n", (unsigned long long)seq, who,
         strcmp(kind, "mail") ? "what is forbidden was done" : "by e-mail, which others may read");
}

void show_stated(const struct incident *incident)
{
  const struct dismissal *dismissal = &incident->dismissal;
  char *minutes = management_minutes_words(incident);
  show_team(incident);
  show_reached("contained", &incident->reached[MILESTONE_CONTAINED], "");
  show_reached("over", &incident->reached[MILESTONE_OVER], "");
  show_reached("dismissed", &dismissal->reached, dismissal->reviewed_seq ? ", and reviewed" : ", as a false alarm");
  show_reached("closed", &incident->reached[MILESTONE_CLOSED], "");
  if (incident->reached[MILESTONE_OVER].seq)
    say("     %s\n", minutes);
  each_finding(incident, show_finding, NULL);
  free(minutes);
}

/* ---- JSON ---- */

static json_t *time_json(clock_us at)
{
  char text[CLOCK_TEXT_SIZE];
  clock_text(at, text);
  return at ? json_string(text) : json_null();
}

static void put_team(const struct incident *incident, json_t *status)
{
  json_t *team = json_array();
  for (size_t i = 0; i < incident->member_count; i++) {
    const struct member *member = &incident->members[i];
    json_array_append_new(team, json_pack("{s:s, s:s*, s:o, s:o}", "person", member->person, "part", member->part,
                                          "since", time_json(member->since), "left", time_json(member->left)));
  }
  json_object_set_new(status, "coordinator", incident->coordinator ? json_string(incident->coordinator) : json_null());
  json_object_set_new(status, "team", team);
}

static void list_finding(void *context, const char *kind, uint64_t seq, const char *who)
{
  json_array_append_new(context, json_pack("{s:s, s:I, s:s}", "kind", kind, "entry", (json_int_t)seq, "who", who));
}

static void put_milestones(const struct incident *incident, json_t *status)
{
  json_t *reached = json_object();
  for (int i = MILESTONE_CONTAINED; i < MILESTONE_COUNT; i++)
    json_object_set_new(reached, milestone_name((enum milestone)i), time_json(incident->reached[i].at));
  json_object_set_new(reached, "dismissed", time_json(incident->dismissal.reached.at));
  json_object_set_new(status, "milestones", reached);
}

static void put_contained(const struct incident *incident, json_t *status)
{
  struct contained *list;
  size_t count = incident_contained(incident, &list);
  json_t *contained = json_array();
  for (size_t i = 0; i < count; i++)
    json_array_append_new(
        contained, json_pack("{s:s, s:I, s:s, s:s*, s:s*, s:s*}", "action", list[i].action->name, "entry",
                             (json_int_t)list[i].seq, "state",
                             list[i].undone_seq ? "undone" : list[i].keep ? "kept" : "in place", "step", list[i].step,
                             "owner", list[i].keep ? list[i].keep->owner : NULL, "until",
                             list[i].keep ? list[i].keep->until : NULL));
  free(list);
  json_object_set_new(status, "contained", contained);
}

void put_stated(const struct incident *incident, json_t *status)
{
  json_t *findings = json_array();
  put_team(incident, status);
  put_milestones(incident, status);
  put_contained(incident, status);
  each_finding(incident, list_finding, findings);
  json_object_set_new(status, "findings", findings);
  json_object_set_new(status, "minutes_to_management", management_minutes_json(incident));
  json_object_set_new(status, "people", people_json(incident, incident->reached[MILESTONE_OVER].seq));
}
