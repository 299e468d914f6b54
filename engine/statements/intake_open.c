/*
 * Which incidents are open for more alarms. Read from entries only, so that several intakes, and one that was killed
 * and came back, agree.
 */
#include "statements/intake_open.h"

#include "base/alloc.h"
#include "base/json.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define CLASSES_MAX 64

void few_names_add(struct few_names *names, const char *name)
{
  if (!name || !*name || strlen(name) >= ALARM_NAME_SIZE)
    return;
  for (size_t i = 0; i < names->count; i++)
    if (!strcasecmp(names->names[i], name))
      return;
  if (names->count < INTAKE_NAMES_MAX)
    snprintf(names->names[names->count++], ALARM_NAME_SIZE, "%s", name);
  else
    names->more++;
}

static bool share_a_name(const struct few_names *one, const struct few_names *other)
{
  for (size_t i = 0; i < one->count; i++)
    for (size_t j = 0; j < other->count; j++)
      if (!strcasecmp(one->names[i], other->names[j]))
        return true;
  return false;
}

/* ---- entries ---- */

static struct open_incident *find(struct open_incidents *open, const char *id)
{
  for (size_t i = 0; id && i < open->count; i++)
    if (!strcmp(open->list[i].id, id))
      return &open->list[i];
  return NULL;
}

static bool has_class(const struct open_incident *incident, const char *class)
{
  for (size_t i = 0; i < incident->class_count; i++)
    if (!strcmp(incident->classes[i], class))
      return true;
  return false;
}

static void take_alarm(struct open_incident *incident, const json_t *alarm, clock_us at)
{
  const char *class = json_get_string(alarm, "class");
  size_t i;
  const json_t *name;
  incident->last_at = at;
  if (class && !has_class(incident, class) && incident->class_count < CLASSES_MAX)
    *APPEND(incident->classes, incident->class_count) = xstrdup(class);
  json_array_foreach(json_object_get(alarm, "addresses"), i, name)
  {
    few_names_add(&incident->addresses, json_string_value(name));
  }
  json_array_foreach(json_object_get(alarm, "systems"), i, name)
  {
    few_names_add(&incident->systems, json_string_value(name));
  }
}

static void take_declaration(struct open_incidents *open, const struct entry *entry)
{
  if (entry->incident[0] != 'I')
    return; /* a drill is nothing that an alarm belongs to */
  struct open_incident *incident = APPEND(open->list, open->count);
  *incident = (struct open_incident){.id = xstrdup(entry->incident)};
  take_alarm(incident, json_object_get(entry->body, "alarm"), entry->at);
  size_t i;
  const json_t *item;
  json_array_foreach(json_object_get(json_object_get(entry->body, "source"), "addresses"), i, item)
  {
    few_names_add(&incident->addresses, json_string_value(item));
  }
  json_array_foreach(json_object_get(entry->body, "systems"), i, item)
  {
    few_names_add(&incident->systems, json_get_string(item, "name"));
    few_names_add(&incident->systems, json_get_string(item, "address"));
  }
}

static void finish_one(struct open_incident *incident)
{
  for (size_t i = 0; i < incident->class_count; i++)
    free(incident->classes[i]);
  free(incident->classes);
  free(incident->id);
}

static void drop(struct open_incidents *open, struct open_incident *incident)
{
  if (!incident)
    return;
  finish_one(incident);
  *incident = open->list[--open->count];
}

static bool is_end(const struct entry *entry)
{
  const char *milestone = json_get_string(entry->body, "milestone");
  const char *confirmed = json_get_string(json_object_get(entry->body, "facts"), "confirmed");
  return entry->type == ENTRY_CLOSE || (milestone && !strcmp(milestone, "dismissed")) ||
         (confirmed && !strcmp(confirmed, "dismissed"));
}

void open_incidents_take(struct open_incidents *open, const struct entry *entry)
{
  struct open_incident *incident = find(open, entry->incident);
  if (entry->type == ENTRY_DECLARE && entry->incident && !incident)
    take_declaration(open, entry);
  else if (incident && entry->type == ENTRY_ALARM)
    take_alarm(incident, entry->body, entry->at);
  else if (entry->type == ENTRY_CLOSE || entry->type == ENTRY_MILESTONE || entry->type == ENTRY_FACT)
    if (incident && is_end(entry))
      drop(open, incident);
}

void open_incidents_finish(struct open_incidents *open)
{
  for (size_t i = 0; i < open->count; i++)
    finish_one(&open->list[i]);
  free(open->list);
  *open = (struct open_incidents){0};
}

/* ---- belonging ---- */

const struct open_incident *open_incidents_find(struct open_incidents *open, const char *class,
                                                const struct few_names *addresses, const struct few_names *systems,
                                                clock_us not_before)
{
  for (size_t i = open->count; i-- > 0;)
    if (open->list[i].last_at < not_before)
      drop(open, &open->list[i]); /* it is open, but too long ago: and memory is for what comes */
  const struct open_incident *found = NULL;
  for (size_t i = 0; i < open->count; i++) {
    const struct open_incident *incident = &open->list[i];
    if (has_class(incident, class))
      return incident;
    if (share_a_name(&incident->addresses, addresses) || share_a_name(&incident->systems, systems))
      found = incident;
  }
  return found;
}
