/*
 * What an incident is before and between entries: made, asked for a step, asked how it stands.
 */
#include "incident/fold.h"

#include "base/alloc.h"

#include <string.h>

bool words_have(char *const *words, size_t count, const char *word)
{
  for (size_t i = 0; i < count; i++)
    if (!strcmp(words[i], word))
      return true;
  return false;
}

void words_add(char ***words, size_t *count, const char *word)
{
  if (!words_have(*words, *count, word))
    *APPEND(*words, *count) = xstrdup(word);
}

void words_free(char ***words, size_t *count)
{
  for (size_t i = 0; i < *count; i++)
    free((*words)[i]);
  free(*words);
  *words = NULL;
  *count = 0;
}

struct incident *incident_new(const struct catalogue *catalogue, const char *id, const char *origin)
{
  struct incident *incident = xcalloc(1, sizeof *incident);
  incident->catalogue = catalogue;
  incident->id = xstrdup(id);
  incident->origin = xstrdup(origin);
  incident->hearing = hearing_new();
  incident->limits = (struct incident_limits){300, 1800, 60};
  facts_forget(&incident->facts);
  return incident;
}

void incident_suppose_keys(struct incident *incident)
{
  incident->supposes_keys = true;
}

struct step *incident_step(const struct incident *incident, const char *id)
{
  for (size_t i = incident->step_count; i-- > 0;)
    if (incident->steps[i]->run == incident->run && !strcmp(incident->steps[i]->id, id))
      return incident->steps[i];
  return NULL;
}

const char *incident_state(const struct incident *incident)
{
  if (!incident->run)
    return "declared";
  if (incident->is_run_ended)
    return incident->run_state;
  bool is_waiting = false;
  for (size_t i = 0; i < incident->step_count; i++) {
    const struct step *step = incident->steps[i];
    if (step->run == incident->run && step->state == STEP_DOUBT)
      return "held";
    is_waiting |= step->run == incident->run && (step->state == STEP_WAITING || step->state == STEP_OPEN);
  }
  return is_waiting ? "waiting" : "running";
}
