/*
 * Is it really he? Verified is who was called at a number that did not come from him (S4, A9).
 *
 * A number that he gave, or that the attack gave us, proves nothing, whatever is said at its other end: the call is
 * recorded, and the fact stays as it was. That nobody there knows him counts wherever it was heard.
 */
#include "incident/fold.h"

#include "base/alloc.h"
#include "base/guarded.h"
#include "base/json.h"
#include "base/telephone.h"
#include "policy/policy.h"

#include <string.h>

static const char *fact_of(const struct action *action)
{
  if (!strcmp(action->name, "contact.call_back_contact"))
    return "contact_verified";
  return !strcmp(action->name, "contact.call_back_caller") ? "caller_verified" : NULL;
}

bool callback_is(const struct action *action)
{
  return fact_of(action) != NULL;
}

static void add_number(struct source *numbers, const char *text)
{
  if (text && text[0])
    source_add(numbers, SOURCE_PHONE, text);
}

/* Every number that came from him, from whoever reported it, or with the attack; doubtful ones too. */
static struct source numbers_given(const struct incident *incident, const json_t *fields)
{
  struct source numbers = {0};
  size_t index;
  json_t *person;
  add_number(&numbers, json_get_string(fields, "given_number"));
  json_array_foreach(json_object_get(incident->declaration, "people"), index, person)
  {
    add_number(&numbers, json_get_string(person, "phone"));
  }
  for (size_t i = 0; i < incident->source.count; i++)
    if (incident->source.items[i].kind == SOURCE_PHONE)
      add_number(&numbers, incident->source.items[i].text);
  return numbers;
}

/* Numbers of callers that only those on the list can read are recognised all the same. */
static bool was_given_closed(const struct incident *incident, const char *number)
{
  size_t index;
  json_t *person;
  json_array_foreach(json_object_get(incident->declaration, "people"), index, person)
  {
    const char *guarded = json_get_string(person, "phone_is"), *at = number;
    char digits[TELEPHONE_SIZE];
    while (guarded && telephone_next(&at, digits))
      if (guarded_is(guarded, telephone_tail(digits)))
        return true;
  }
  return false;
}

static bool is_independent(const struct incident *incident, const json_t *fields)
{
  const char *number = json_get_string(fields, "number"), *found_in = json_get_string(fields, "found_in");
  if (!number || !found_in || !found_in[0])
    return false;
  struct source numbers = numbers_given(incident, fields);
  bool was_given = policy_is_attacker(&numbers, number) || was_given_closed(incident, number);
  source_finish(&numbers);
  return !was_given;
}

void callback_answer(struct incident *incident, const struct step *step, clock_us at, bool counts)
{
  const char *fact = fact_of(step->action);
  const json_t *confirmed = json_object_get(step->fields, "confirmed");
  if (!fact || step->status != OUTCOME_DONE || !json_is_boolean(confirmed))
    return;
  if (json_is_false(confirmed))
    fact_learn(incident, fact, "false", at, counts);
  else if (is_independent(incident, step->fields))
    fact_learn(incident, fact, "true", at, counts);
}
