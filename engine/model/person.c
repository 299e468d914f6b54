/*
 * Who is who, folded from the ledger's entries. The order of the list is the order of call, so it is never sorted.
 */
#include "model/person.h"

#include "base/alloc.h"
#include "base/base64.h"
#include "base/json.h"
#include "model/statement.h"

#include <string.h>

static void alternates_finish(struct person *person)
{
  for (size_t i = 0; i < person->alternate_count; i++)
    free(person->alternates[i]);
  free(person->alternates);
  person->alternates = NULL;
  person->alternate_count = 0;
}

static void person_finish(struct person *person)
{
  alternates_finish(person);
  free(person->id);
  free(person->name);
  free(person->organisation);
  free(person->reports_to);
  free(person->backup);
}

void people_finish(struct people *people)
{
  if (!people)
    return;
  for (size_t i = 0; i < people->count; i++)
    person_finish(&people->list[i]);
  free(people->list);
  free(people->revoked);
  *people = (struct people){0};
}

struct person *people_add(struct people *people, const char *id, const char *name)
{
  struct person *person = APPEND(people->list, people->count);
  person->id = xstrdup(id);
  person->name = xstrdup(name);
  return person;
}

static struct person *find(const struct people *people, const char *id)
{
  for (size_t i = 0; id && i < people->count; i++)
    if (strcmp(people->list[i].id, id) == 0)
      return &people->list[i];
  return NULL;
}

const struct person *people_find(const struct people *people, const char *id)
{
  return find(people, id);
}

void people_remove(struct people *people, size_t index)
{
  person_finish(&people->list[index]);
  memmove(&people->list[index], &people->list[index + 1], (people->count - index - 1) * sizeof *people->list);
  people->count--;
}

void people_copy(struct people *to, const struct people *from)
{
  people_finish(to);
  for (size_t i = 0; i < from->count; i++) {
    const struct person *one = &from->list[i];
    struct person *copy = people_add(to, one->id, one->name);
    copy->organisation = xstrdup(one->organisation);
    copy->reports_to = xstrdup(one->reports_to);
    copy->backup = xstrdup(one->backup);
    for (size_t k = 0; k < one->alternate_count; k++)
      *APPEND(copy->alternates, copy->alternate_count) = xstrdup(one->alternates[k]);
    copy->roles = one->roles;
    copy->has_key = one->has_key;
    copy->is_revoked = one->is_revoked;
    copy->has_number = one->has_number;
    memcpy(copy->key, one->key, KEY_PUBLIC_SIZE);
  }
  for (size_t i = 0; i < from->revoked_count; i++)
    memcpy(*APPEND(to->revoked, to->revoked_count), from->revoked[i], KEY_PUBLIC_SIZE);
}

/* ---- folding ---- */

/* A role this version does not know gives no rights. */
static role_set read_roles(const json_t *list)
{
  role_set roles = 0;
  for (size_t i = 0; i < json_array_size(list); i++) {
    const char *name = json_string_value(json_array_get(list, i));
    int role = name ? role_find(name) : -1;
    if (role >= 0)
      roles |= (role_set)1 << role;
  }
  return roles;
}

static bool was_revoked(const struct people *people, const uint8_t key[static KEY_PUBLIC_SIZE])
{
  for (size_t i = 0; i < people->revoked_count; i++)
    if (memcmp(people->revoked[i], key, KEY_PUBLIC_SIZE) == 0)
      return true;
  return false;
}

/* A key once revoked never counts again, whoever states it of whom. */
static void take_key(const struct people *people, struct person *person, const char *text)
{
  struct buf bytes = {0};
  person->has_key = text && base64_decode(&bytes, text, strlen(text)) && bytes.length == KEY_PUBLIC_SIZE;
  if (person->has_key)
    memcpy(person->key, bytes.bytes, KEY_PUBLIC_SIZE);
  person->is_revoked = person->has_key && was_revoked(people, person->key);
  buf_finish(&bytes);
}

static void revoke_key(struct people *people, struct person *person)
{
  person->is_revoked = true;
  if (person->has_key && !was_revoked(people, person->key))
    memcpy(*APPEND(people->revoked, people->revoked_count), person->key, KEY_PUBLIC_SIZE);
}

static void replace(char **text, const json_t *body, const char *name)
{
  free(*text);
  *text = xstrdup(json_get_string(body, name));
}

static void take_alternates(struct person *person, const json_t *list)
{
  size_t i;
  const json_t *id;
  alternates_finish(person);
  json_array_foreach(list, i, id)
  {
    if (json_is_string(id))
      *APPEND(person->alternates, person->alternate_count) = xstrdup(json_string_value(id));
  }
}

static void take_person(struct people *people, const json_t *body)
{
  const char *id = json_get_string(body, "id"), *name = json_get_string(body, "name");
  if (!id)
    return;
  struct person *person = find(people, id);
  if (!person)
    person = people_add(people, id, NULL);
  free(person->name);
  person->name = xstrdup(name ? name : id);
  replace(&person->organisation, body, "organisation");
  replace(&person->reports_to, body, "reports_to");
  replace(&person->backup, body, "backup");
  take_alternates(person, json_object_get(body, "alternate"));
  person->roles = read_roles(json_object_get(body, "roles"));
  person->has_number = json_get_boolean(body, "has_number");
  take_key(people, person, json_get_string(body, "key"));
}

static void take_list(struct people *people, const json_t *list)
{
  for (size_t i = 0; i < json_array_size(list); i++)
    take_person(people, json_array_get(list, i));
}

void people_take(struct people *people, const struct entry *entry)
{
  if (entry->type == ENTRY_GENESIS || entry->type == ENTRY_RUN_BEGIN) {
    take_list(people, json_object_get(entry->body, "people"));
  } else if (entry->type == ENTRY_PERSON) {
    take_person(people, entry->body);
  } else if (entry->type == ENTRY_REVOKE) {
    struct person *person = find(people, json_get_string(entry->body, "person"));
    if (person)
      revoke_key(people, person);
  }
}

bool people_may_take(const struct people *people, const struct entry *entry, const char *origin)
{
  if (entry->type == ENTRY_GENESIS)
    return entry->seq == 0;
  if (entry->type != ENTRY_PERSON && entry->type != ENTRY_REVOKE)
    return false;
  const struct person *author = people_find(people, entry->actor);
  if (!author || !author->has_key || author->is_revoked || !statement_verify(entry, author->key, origin))
    return false;
  const char *whose = json_get_string(entry->body, "person");
  bool is_own = entry->type == ENTRY_REVOKE && whose && strcmp(whose, author->id) == 0;
  return is_own || author->roles & (role_set)1 << ROLE_SENIOR_MANAGEMENT;
}
