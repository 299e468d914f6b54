/*
 * One boot is known by its name and by never going backwards: a machine put back to an older picture of itself measures
 * nothing across that.
 */
#include "incident/fold.h"

#include "base/alloc.h"

#include <string.h>

static const struct written_on *find_boot(const struct moments *moments, const char *name, size_t *place)
{
  for (size_t i = moments->boot_count; name && i-- > 0;)
    if (moments->boots[i].name && !strcmp(moments->boots[i].name, name)) {
      *place = i;
      return &moments->boots[i];
    }
  return NULL;
}

/* Whoever reads the times must know that the clock was not to be trusted; nothing is decided by it. */
static void look_at_wall(struct moments *moments, const struct entry *entry)
{
  clock_us apart = entry->wall - entry->at;
  if (clock_parts(moments->count ? moments->apart : 0, apart)) {
    moments->clock_steps++;
    moments->step_seq = entry->seq;
  }
  moments->apart = apart;
}

void moments_take(struct incident *incident, const struct entry *entry)
{
  struct moments *moments = &incident->moments;
  struct clock_point point = entry->measured;
  size_t place;
  look_at_wall(moments, entry);
  const struct written_on *known = find_boot(moments, point.boot, &place);
  if (!known || clock_between((struct clock_point){known->name, known->last_ns}, point) == CLOCK_UNMEASURED) {
    place = moments->boot_count;
    *APPEND(moments->boots, moments->boot_count) = (struct written_on){.name = xstrdup(point.boot)};
  }
  moments->boots[place].last_ns = point.ns;
  *APPEND(moments->list, moments->count) = (struct written){entry->seq, place, point.ns};
  incident->last_measured = (struct clock_point){moments->boots[place].name, point.ns};
}

void moments_finish(struct incident *incident)
{
  struct moments *moments = &incident->moments;
  for (size_t i = 0; i < moments->boot_count; i++)
    free(moments->boots[i].name);
  free(moments->boots);
  free(moments->list);
}

/* The first place in the list at or after an entry. */
static size_t place_of(const struct moments *moments, uint64_t seq)
{
  size_t from = 0, to = moments->count;
  while (from < to) {
    size_t middle = from + (to - from) / 2;
    if (moments->list[middle].seq < seq)
      from = middle + 1;
    else
      to = middle;
  }
  return from;
}

int64_t incident_measured(const struct incident *incident, uint64_t since, struct clock_point now)
{
  const struct moments *moments = &incident->moments;
  size_t boot;
  const struct written_on *known = find_boot(moments, now.boot, &boot);
  if (!known || now.ns < known->last_ns)
    return CLOCK_UNMEASURED;
  for (size_t i = place_of(moments, since); i < moments->count; i++)
    if (moments->list[i].boot == boot)
      return clock_between((struct clock_point){known->name, moments->list[i].ns}, now);
  return CLOCK_UNMEASURED;
}

/* ---- deadlines ---- */

void deadline_set(struct incident *incident, const char *name, clock_us at, uint64_t seq)
{
  *APPEND(incident->deadlines, incident->deadline_count) = (struct deadline){.name = name, .at = at, .seq = seq};
}

void deadline_wait(struct incident *incident, const char *name, const struct deadline *wait)
{
  struct deadline *deadline = APPEND(incident->deadlines, incident->deadline_count);
  *deadline = *wait;
  deadline->name = name;
  if (deadline->wait < 1) /* a wait of nothing is over as soon as it can be measured */
    deadline->wait = 1;
}

void deadline_clear(struct incident *incident, const char *name, uint64_t seq)
{
  size_t kept = 0;
  for (size_t i = 0; i < incident->deadline_count; i++) {
    const struct deadline *deadline = &incident->deadlines[i];
    if (strcmp(deadline->name, name) || (seq && deadline->seq != seq))
      incident->deadlines[kept++] = *deadline;
  }
  incident->deadline_count = kept;
  if (!kept) {
    free(incident->deadlines);
    incident->deadlines = NULL;
  } else {
    incident->deadlines = xrealloc(incident->deadlines, kept * 2, sizeof *incident->deadlines);
  }
}

int64_t deadline_left(const struct incident *incident, const struct deadline *deadline, struct moment now)
{
  if (!deadline->wait)
    return deadline->at > now.at ? deadline->at - now.at : 0;
  int64_t measured = incident_measured(incident, deadline->since, now.measured);
  if (measured == CLOCK_UNMEASURED)
    return deadline->wait;
  return measured < deadline->wait ? deadline->wait - measured : 0;
}

static bool is_before(const struct deadline *one, const struct deadline *other)
{
  return !other || one->at < other->at || (one->at == other->at && one->seq < other->seq);
}

static const struct deadline *find_due(const struct incident *incident, struct moment now, const char *name)
{
  const struct deadline *found = NULL;
  for (size_t i = 0; i < incident->deadline_count; i++) {
    const struct deadline *deadline = &incident->deadlines[i];
    if ((!name || !strcmp(deadline->name, name)) && is_before(deadline, found) &&
        deadline_left(incident, deadline, now) == 0)
      found = deadline;
  }
  return found;
}

const struct deadline *incident_due(const struct incident *incident, struct moment now)
{
  return find_due(incident, now, NULL);
}

const struct deadline *incident_due_of(const struct incident *incident, const struct entry *due)
{
  const char *name = json_get_string(due->body, "deadline");
  return name ? find_due(incident, (struct moment){due->at, due->measured}, name) : NULL;
}

const struct deadline *incident_next_deadline(const struct incident *incident, struct moment now, int64_t *left)
{
  const struct deadline *next = NULL;
  for (size_t i = 0; i < incident->deadline_count; i++) {
    int64_t of_this = deadline_left(incident, &incident->deadlines[i], now);
    if (next && of_this >= *left)
      continue;
    next = &incident->deadlines[i];
    *left = of_this;
  }
  return next;
}

bool incident_is_strange_to(const struct incident *incident, struct clock_point now)
{
  size_t boot;
  if (!find_boot(&incident->moments, now.boot, &boot))
    return true;
  for (size_t i = 0; i < incident->deadline_count; i++) {
    const struct deadline *deadline = &incident->deadlines[i];
    if (deadline->wait && incident_measured(incident, deadline->since, now) == CLOCK_UNMEASURED)
      return true;
  }
  return false;
}
