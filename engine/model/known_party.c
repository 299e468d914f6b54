/*
 * Reading known parties. Whether a number or an address can be read is not asked here: that needs the policy's reader.
 */
#include "model/known_party.h"

#include "base/alloc.h"
#include "base/json.h"
#include "base/suggest.h"

#include <string.h>

const char *const party_kinds[] = {"agency", "cert", "consultant", "counsel", "customer", "insurer",
                                     "origin_provider", "peer_site", "press", "provider", "regulator",
                                     "technical_contact", NULL};

static void party_finish(struct known_party *party)
{
  for (size_t i = 0; i < party->way_count; i++)
    free(party->ways[i]);
  free(party->ways);
  free(party->id);
  free(party->name);
  free(party->kind);
  free(party->found);
  free(party->verified);
}

void known_parties_finish(struct known_parties *parties)
{
  for (size_t i = 0; i < parties->count; i++)
    party_finish(&parties->list[i]);
  free(parties->list);
  *parties = (struct known_parties){0};
}

/* ---- YAML ---- */

static int read_ways(const struct yaml *map, const char *key, struct known_party *party, struct err *err)
{
  const struct yaml *list = yaml_get(map, key);
  if (list && yaml_as_list(list, err) < 0)
    return -1;
  for (size_t i = 0; list && i < list->count; i++) {
    const char *text;
    if (yaml_as_text(list->items[i], &text, err) < 0)
      return -1;
    *APPEND(party->ways, party->way_count) = xstrdup(text);
  }
  return 0;
}

static int read_text(const struct yaml *map, const char *key, char **text, struct err *err)
{
  const struct yaml *node = yaml_get(map, key);
  const char *read;
  if (!node)
    return 0;
  if (yaml_as_text(node, &read, err) < 0)
    return -1;
  *text = xstrdup(read);
  return 0;
}

static int check_kind(const struct yaml *map, const char *kind, struct err *err)
{
  size_t count = 0;
  for (; party_kinds[count]; count++)
    if (kind && strcmp(kind, party_kinds[count]) == 0)
      return 0;
  const struct yaml *node = yaml_get(map, "kind");
  if (!kind)
    return yaml_error(map, err, "a contact has a kind: provider, agency, cert, press, counsel, ...");
  const char *near = suggest(kind, party_kinds, count);
  return yaml_unknown(node, err, near, "Known: agency cert consultant counsel customer insurer origin_provider "
                      "peer_site press provider regulator technical_contact.", "there is no kind of contact \"%s\"",
                      kind);
}

static const struct known_party *find(const struct known_parties *parties, const char *id, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (parties->list[i].id && strcmp(parties->list[i].id, id) == 0)
      return &parties->list[i];
  return NULL;
}

static int read_one(struct known_parties *parties, const struct yaml *map, struct err *err)
{
  static const char *const known[] = {"id", "name", "kind", "numbers", "addresses", "found", "verified"};
  if (yaml_as_map(map, err) < 0 || yaml_check_keys(map, "a contact", known, COUNT(known), err) < 0)
    return -1;
  struct known_party *party = APPEND(parties->list, parties->count);
  *party = (struct known_party){.line = map->line, .column = map->column};
  if (read_text(map, "id", &party->id, err) < 0 || read_text(map, "name", &party->name, err) < 0 ||
      read_text(map, "kind", &party->kind, err) < 0 || read_text(map, "found", &party->found, err) < 0 ||
      read_text(map, "verified", &party->verified, err) < 0 || read_ways(map, "numbers", party, err) < 0)
    return -1;
  party->number_count = party->way_count;
  if (read_ways(map, "addresses", party, err) < 0)
    return -1;
  if (!party->id || !party->id[0] || !party->name || !party->name[0])
    return yaml_error(map, err, "a contact needs an id and a name: {id: provider, name: Example Net, kind: provider}.");
  if (find(parties, party->id, parties->count - 1))
    return yaml_error(yaml_get(map, "id"), err, "there are two contacts called %s.", party->id);
  return check_kind(map, party->kind, err);
}

int known_parties_read(struct known_parties *parties, const struct yaml *list, struct err *err)
{
  if (list && yaml_as_list(list, err) < 0)
    return -1;
  for (size_t i = 0; list && i < list->count; i++)
    if (read_one(parties, list->items[i], err) < 0)
      return -1;
  return 0;
}

/* ---- JSON ---- */

json_t *known_parties_to_json(const struct known_parties *parties)
{
  json_t *list = json_array();
  for (size_t i = 0; i < parties->count; i++) {
    const struct known_party *party = &parties->list[i];
    json_t *ways = json_array();
    for (size_t k = 0; k < party->way_count; k++)
      json_array_append_new(ways, json_string(party->ways[k]));
    json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:i, s:o}", "id", party->id, "kind", party->kind, "name",
                                          party->name, "numbers", (int)party->number_count, "ways", ways));
  }
  return list;
}

void known_parties_from_json(struct known_parties *parties, const json_t *list)
{
  size_t index, k;
  json_t *item, *way;
  json_array_foreach(list, index, item)
  {
    const char *id = json_get_string(item, "id"), *name = json_get_string(item, "name"),
               *kind = json_get_string(item, "kind");
    if (!id || !name)
      continue;
    struct known_party *party = APPEND(parties->list, parties->count);
    *party = (struct known_party){.id = xstrdup(id), .name = xstrdup(name), .kind = xstrdup(kind ? kind : "")};
    json_array_foreach(json_object_get(item, "ways"), k, way)
    {
      if (json_is_string(way))
        *APPEND(party->ways, party->way_count) = xstrdup(json_string_value(way));
    }
    party->number_count = (size_t)json_get_integer(item, "numbers", 0);
  }
}
