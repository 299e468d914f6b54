/*
 * Alarms, counted. Of so many classes at most: the rest is counted as one, for what sensors send must fill no memory.
 */
#include "incident/fold.h"

#include "base/alloc.h"
#include "base/json.h"

#include <string.h>

#define CLASSES_MAX 64

static struct sensed *find(struct incident *incident, const char *class)
{
  for (size_t i = 0; i < incident->sensed_count; i++)
    if (!strcmp(incident->sensed[i].class, class) || i + 1 == CLASSES_MAX)
      return &incident->sensed[i];
  return NULL;
}

void sensed_take(struct incident *incident, const json_t *alarm, clock_us at)
{
  const char *class = json_get_string(alarm, "class"), *sensor = json_get_string(alarm, "sensor");
  if (!class)
    return;
  struct sensed *sensed = find(incident, class);
  if (!sensed) {
    sensed = APPEND(incident->sensed, incident->sensed_count);
    *sensed = (struct sensed){
        .class = xstrdup(class),
        .sensor = xstrdup(sensor ? sensor : ""),
        .cannot_see = xstrdup(json_get_string(alarm, "cannot_see")),
        .triage = xstrdup(json_get_string(alarm, "triage")),
    };
  }
  int64_t count = json_get_integer(alarm, "count", 1);
  sensed->count += count > 0 ? (uint64_t)count : 0;
  sensed->last_at = at;
}

void sensed_finish(struct incident *incident)
{
  for (size_t i = 0; i < incident->sensed_count; i++) {
    free(incident->sensed[i].class);
    free(incident->sensed[i].sensor);
    free(incident->sensed[i].cannot_see);
    free(incident->sensed[i].triage);
  }
  free(incident->sensed);
}
