/*
 * Reading a question. It is strict: a fact that was misspelt would be unknown, a role that was misspelt nobody's, and
 * the answer would be about something else.
 */
#include "cli/before/decide.h"

#include "base/alloc.h"
#include "base/json.h"
#include "base/suggest.h"

#include <stdio.h>
#include <string.h>

static const char *const members[] = {"action", "by", "facts", "params", "roles", "source", "subjects"};

void decide_asked_finish(struct decide_asked *asked)
{
  source_finish(&asked->source);
}

static int refuse(const char *what, const char *word, const char *const *known, size_t count, struct err *err)
{
  const char *near = suggest(word, known, count);
  return err_unknown(err, near, NULL, "%s \"%s\"", what, word);
}

static int check_members(const json_t *object, struct err *err)
{
  const char *name;
  json_t *value;
  if (!json_is_object(object))
    return err_set(err, "a question is an object: {\"action\": \"network.disconnect\"}.");
  json_object_foreach((json_t *)(uintptr_t)object, name, value)
  {
    size_t i = 0;
    while (i < COUNT(members) && strcmp(members[i], name) != 0)
      i++;
    if (i == COUNT(members))
      return refuse("a question has no member", name, members, COUNT(members), err);
  }
  return 0;
}

static int read_facts(const struct catalogue *catalogue, const json_t *object, struct facts *facts, struct err *err)
{
  const char *name;
  json_t *value;
  facts_forget(facts);
  if (object && !json_is_object(object))
    return err_set(err, "facts is an object: {\"active\": true}.");
  json_object_foreach((json_t *)(uintptr_t)object, name, value)
  {
    char number[32];
    const char *text = number;
    if (json_is_string(value))
      text = json_string_value(value);
    else if (json_is_boolean(value))
      text = json_is_true(value) ? "true" : "false";
    else if (json_is_integer(value))
      snprintf(number, sizeof number, "%lld", (long long)json_integer_value(value));
    else if (json_is_null(value))
      text = "unknown";
    else
      return err_set(err, "the value of %s is a text, a number, true, false or null.", name);
    if (facts_set(catalogue, facts, name, text, err) < 0)
      return -1;
  }
  return 0;
}

static int read_roles(const json_t *list, role_set *roles, struct err *err)
{
  const char *known[ROLE_COUNT];
  for (int role = 0; role < ROLE_COUNT; role++)
    known[role] = role_name((enum role)role);
  if (!json_is_array(list))
    return err_set(err, "roles is a list: [\"irt\", \"technical\"].");
  size_t i;
  const json_t *item;
  json_array_foreach(list, i, item)
  {
    const char *name = json_string_value(item);
    int role = name ? role_find(name) : -1;
    if (role < 0)
      return refuse("there is no role", name ? name : "(no text)", known, COUNT(known), err);
    *roles |= (role_set)1 << role;
  }
  return 0;
}

static int read_source(const json_t *object, struct source *source, struct err *err)
{
  const char *known[SOURCE_KIND_COUNT], *name;
  json_t *list, *item;
  for (int kind = 0; kind < SOURCE_KIND_COUNT; kind++)
    known[kind] = source_kind_name((enum source_kind)kind);
  if (object && !json_is_object(object))
    return err_set(err, "source is an object of lists: {\"addresses\": [\"203.0.113.7\"]}.");
  json_object_foreach((json_t *)(uintptr_t)object, name, list)
  {
    size_t kind = 0, i;
    while (kind < COUNT(known) && strcmp(known[kind], name) != 0)
      kind++;
    if (kind == COUNT(known))
      return refuse("a source has no", name, known, COUNT(known), err);
    if (!json_is_array(list))
      return err_set(err, "%s of a source is a list.", name);
    json_array_foreach(list, i, item)
    {
      if (!json_is_string(item))
        return err_set(err, "%s of a source holds something that is no text.", name);
      if (kind != SOURCE_PARTY && kind != SOURCE_ACCOUNT && policy_check_destination(json_string_value(item), err) < 0)
        return -1;
      source_add(source, (enum source_kind)kind, json_string_value(item));
    }
  }
  return 0;
}

/** A subject, or one who reports to a subject as the roster has it, however far up. */
static bool is_excluded(const void *context, const char *id)
{
  const struct decide_asked *asked = context;
  size_t i;
  const json_t *item;
  json_array_foreach(asked->subjects, i, item)
  {
    const char *subject = json_string_value(item), *above = id;
    for (size_t steps = 0; above && steps < 64; steps++) {
      if (strcmp(above, subject) == 0)
        return true;
      const struct roster_person *person = asked->roster ? roster_find(asked->roster, above) : NULL;
      above = person ? person->reports_to : NULL;
    }
  }
  return false;
}

static int read_subjects(const json_t *list, struct decide_asked *asked, struct err *err)
{
  size_t i;
  const json_t *item;
  if (list && !json_is_array(list))
    return err_set(err, "subjects is a list: [\"technical2\"].");
  json_array_foreach(list, i, item)
    if (!json_is_string(item))
      return err_set(err, "subjects holds something that is no text.");
  asked->subjects = json_array_size(list) ? list : NULL;
  return 0;
}

/** Who asks: as said; else the roles the roster gives to `by`; else a member of the team. */
static int read_asker(const struct decide_context *context, const json_t *object, struct decide_asked *asked,
                      struct err *err)
{
  const json_t *roles = json_object_get(object, "roles"), *by = json_object_get(object, "by");
  if (by && !json_is_string(by))
    return err_set(err, "by is a person's id.");
  const char *id = json_string_value(by);
  const struct roster_person *person = id && context->roster ? roster_find(context->roster, id) : NULL;
  if (roles && read_roles(roles, &asked->roles, err) < 0)
    return -1;
  if (!roles && person)
    asked->roles = person->roles;
  else if (!roles)
    asked->roles = (role_set)1 << ROLE_IRT;
  asked->roster = context->roster;
  if (read_subjects(json_object_get(object, "subjects"), asked, err) < 0)
    return -1;
  asked->is_subject = id && is_excluded(asked, id);
  return 0;
}

static int read_all(const struct decide_context *context, const json_t *object, struct decide_asked *asked,
                    struct err *err)
{
  if (check_members(object, err) < 0)
    return -1;
  asked->action = json_get_string(object, "action");
  asked->parameters = json_object_get(object, "params");
  if (!asked->action)
    return err_set(err, "a question needs its action: {\"action\": \"network.disconnect\"}.");
  if (asked->parameters && !json_is_object(asked->parameters))
    return err_set(err, "params is an object: {\"destination\": \"Example Net\"}.");
  if (read_facts(policy_catalogue(context->policy), json_object_get(object, "facts"), &asked->facts, err) < 0 ||
      read_asker(context, object, asked, err) < 0 ||
      read_source(json_object_get(object, "source"), &asked->source, err) < 0)
    return -1;
  if (context->known)
    policy_doubt(&asked->source, context->known);
  return 0;
}

int decide_read(const struct decide_context *context, const json_t *object, struct decide_asked *asked, struct err *err)
{
  *asked = (struct decide_asked){0};
  if (read_all(context, object, asked, err) == 0)
    return 0;
  decide_asked_finish(asked);
  return -1;
}

struct policy_question decide_question(const struct decide_context *context, const struct decide_asked *asked)
{
  return (struct policy_question){
      .action = asked->action,
      .facts = &asked->facts,
      .roles = asked->roles,
      .parameters = asked->parameters,
      .source = &asked->source,
      .home = context->home,
      .known = context->known,
      .is_excluded = asked->subjects ? is_excluded : NULL,
      .subjects = asked,
      .is_subject = asked->is_subject,
  };
}

int decide_ask(const struct decide_context *context, const struct decide_asked *asked, struct decision *decision,
               struct err *err)
{
  struct policy_question question = decide_question(context, asked);
  return policy_decide(context->policy, &question, decision, err);
}
