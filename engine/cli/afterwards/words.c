/*
 * One small function a type of entry; the table at the end is all of them. Sentences about actions come from their
 * wording in actions.yaml.
 */
#include "cli/afterwards/words.h"
#include "cli/afterwards/telling.h"

#include "base/alloc.h"
#include "base/json.h"

#include <string.h>

const char *telling_text(const struct telling *telling, const char *member)
{
  const char *value = json_get_string(telling->entry->body, member);
  return value ? value : "";
}

void telling_moment(const struct telling *telling, const char *member, char text[static MOMENT_SIZE])
{
  clock_us at;
  const char *value = telling_text(telling, member);
  if (clock_parse(value, &at))
    moment_text(at, text);
  else
    snprintf(text, MOMENT_SIZE, "%s", value);
}

/** "[before]VALUE", or nothing if there is no value. */
void telling_add(const struct telling *telling, const char *before, const char *member)
{
  const char *value = telling_text(telling, member);
  if (*value)
    buf_format(telling->out, "%s%s", before, value);
}

void telling_action(const struct telling *telling)
{
  const char *name = telling_text(telling, "action");
  const struct action *action = catalogue_action(telling->catalogue, name);
  if (action)
    action_words(action, json_object_get(telling->entry->body, "arguments"), telling->out);
  else
    buf_text(telling->out, name);
}

void telling_value(struct buf *out, const json_t *value)
{
  if (json_is_string(value)) {
    buf_text(out, json_string_value(value));
    return;
  }
  char *written = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_SORT_KEYS);
  buf_text(out, written ? written : "?");
  free(written);
}

/** "reached: false, person: manager1" */
void telling_members(struct buf *out, const char *before, const char *between, const json_t *object)
{
  const char *name;
  json_t *value;
  bool is_first = true;
  json_object_foreach((json_t *)(uintptr_t)object, name, value)
  {
    buf_format(out, "%s%s%s", is_first ? before : ", ", name, between);
    telling_value(out, value);
    is_first = false;
  }
}

/** "manager1, hr1" */
void telling_list(const struct telling *telling, const char *before, const char *member)
{
  size_t i;
  const json_t *item;
  json_array_foreach(json_object_get(telling->entry->body, member), i, item)
      buf_format(telling->out, "%s%s", i ? ", " : before, json_string_value(item) ? json_string_value(item) : "?");
}

/* ---- people and procedures ---- */

static void tell_genesis(const struct telling *telling)
{
  buf_format(telling->out, "the ledger of %s begins, with %zu people", telling_text(telling, "name"),
             json_array_size(json_object_get(telling->entry->body, "people")));
  if (json_get_boolean(telling->entry->body, "demo"))
    buf_text(telling->out, "; for trying out only");
}

static void tell_person(const struct telling *telling)
{
  buf_format(telling->out, "%s (%s) is one of us", telling_text(telling, "name"), telling_text(telling, "id"));
}

static void tell_revoke(const struct telling *telling)
{
  bool is_person = *telling_text(telling, "person") != '\0';
  buf_text(telling->out, is_person ? "no longer accepts the key of " : "takes back an approval");
  telling_add(telling, "", "person");
  telling_add(telling, ": ", "because");
}

static void tell_procedure(const struct telling *telling)
{
  buf_format(telling->out, "approved the procedure %.19s", telling_text(telling, "digest"));
  telling_add(telling, ": ", "because");
}

static void tell_declare(const struct telling *telling)
{
  bool is_real = *telling_text(telling, "drill") == '\0';
  buf_format(telling->out, "declared%s: %s", is_real ? "" : " an EXERCISE", telling_text(telling, "title"));
}

/* ---- a run ---- */

static void tell_begin(const struct telling *telling)
{
  buf_format(telling->out, "run %d begins: %s", telling->entry->run, telling_text(telling, "playbook"));
}

static void tell_end(const struct telling *telling)
{
  buf_format(telling->out, "run %d is over: %s", telling->entry->run, telling_text(telling, "state"));
}

static void tell_intent(const struct telling *telling)
{
  int64_t attempt = json_get_integer(telling->entry->body, "attempt", 1);
  telling_action(telling);
  telling_add(telling, ": ", "person");
  if (attempt > 1)
    buf_format(telling->out, " (attempt %lld)", (long long)attempt);
  telling_list(telling, "; ahead of: ", "deviations");
}

static void tell_request(const struct telling *telling)
{
  const json_t *decision = json_object_get(telling->entry->body, "decision");
  const json_t *from = json_object_get(decision, "from"), *role;
  const char *because = json_get_string(decision, "because");
  size_t i;
  telling_action(telling);
  if (strcmp(telling_text(telling, "state"), "refused") == 0) {
    buf_format(telling->out, ": FORBIDDEN. %s", because ? because : "");
    return;
  }
  if (json_object_get(telling->entry->body, "obligations")) {
    telling_list(telling, ": WAITS for what comes before it: ", "obligations");
    return;
  }
  buf_text(telling->out, ": WAITS for a yes");
  json_array_foreach(from, i, role)
      buf_format(telling->out, "%s%s", i ? " and " : " of ", json_string_value(role) ? json_string_value(role) : "?");
}

static void tell_outcome(const struct telling *telling)
{
  buf_text(telling->out, telling_text(telling, "status"));
  telling_members(telling->out, ": ", " ", json_object_get(telling->entry->body, "fields"));
  telling_add(telling, "; ", "because");
}

static void tell_due(const struct telling *telling)
{
  const char *deadline = telling_text(telling, "deadline");
  bool is_hold = strcmp(deadline, "obligation") == 0;
  buf_format(telling->out, is_hold ? "the time something waits for an %s at most is over"
                                   : "the time set for %s is over", deadline);
}

static void tell_in_doubt(const struct telling *telling)
{
  buf_text(telling->out, "in doubt");
  telling_add(telling, ": ", "because");
}

/* ---- the record itself ---- */

static void tell_evidence(const struct telling *telling)
{
  const json_t *body = telling->entry->body, *file = json_object_get(body, "file");
  const json_t *stored = file ? file : json_object_get(body, "stdout");
  buf_format(telling->out, "saved %s", telling_text(telling, "item"));
  if (json_get_boolean(body, "absent"))
    buf_text(telling->out, ": it is not there");
  else if (stored)
    buf_format(telling->out, ", %lld bytes", (long long)json_get_integer(stored, "size", 0));
  if (json_get_integer(body, "exit", 0))
    buf_format(telling->out, ", exit status %lld", (long long)json_get_integer(body, "exit", 0));
  if (json_get_boolean(body, "timed_out"))
    buf_text(telling->out, ", stopped when its time was over");
  if (json_get_boolean(body, "truncated"))
    buf_text(telling->out, ", cut at its limit");
}

static void tell_alarm(const struct telling *telling)
{
  long long count = (long long)json_integer_value(json_object_get(telling->entry->body, "count"));
  telling_add(telling, "alarm: ", "class");
  if (count > 1)
    buf_format(telling->out, ", %lld of it", count);
  telling_add(telling, ", by ", "name");
  telling_add(telling, "; it says: ", "says");
}

/* ---- who can be reached ---- */

static void add_names(const struct telling *telling, const char *member)
{
  size_t i;
  const json_t *name;
  json_array_foreach(json_object_get(telling->entry->body, member), i, name)
    buf_format(telling->out, "%s%s", i ? ", " : "", json_string_value(name) ? json_string_value(name) : "?");
}

static void tell_access(const struct telling *telling)
{
  bool is_of_people = json_array_size(json_object_get(telling->entry->body, "people")) > 0;
  buf_format(telling->out, is_of_people ? "read the %s of " : "looked at it: %s", telling_text(telling, "of"));
  add_names(telling, "people");
  telling_add(telling, ", ", "reading");
  telling_add(telling, ": ", "because");
}

static void tell_roster(const struct telling *telling)
{
  static const char *const sentences[][2] = {
      {"numbers", "new private numbers of "},    {"sealed", "the private numbers encrypted anew"},
      {"key", "a new key to read with for "},    {"printed", "the private numbers printed"},
      {"received", "a printed copy received by "}, {"tested", "a try to reach "},
  };
  const json_t *body = telling->entry->body, *reached = json_object_get(body, "reached");
  for (size_t i = 0; i < COUNT(sentences); i++)
    if (!strcmp(telling_text(telling, "change"), sentences[i][0]))
      buf_text(telling->out, sentences[i][1]);
  add_names(telling, "people");
  if (json_get_integer(body, "copies", 0))
    buf_format(telling->out, ", %lld copies", (long long)json_get_integer(body, "copies", 0));
  if (json_get_integer(body, "version", 0))
    buf_format(telling->out, " (version %lld)", (long long)json_get_integer(body, "version", 0));
  telling_add(telling, " by ", "means");
  if (reached)
    buf_text(telling->out, json_is_true(reached) ? ": reached" : ": not reached");
  telling_add(telling, "; ", "because");
}

static void tell_clock(const struct telling *telling)
{
  char from[MOMENT_SIZE], to[MOMENT_SIZE];
  telling_moment(telling, "from", from);
  telling_moment(telling, "to", to);
  if (json_get_string(telling->entry->body, "boot"))
    buf_text(telling->out, "goes on after a restart; what is waited for is measured from here on");
  else if (!strcmp(from, to))
    buf_text(telling->out, "the clock of the machine agrees with what was measured again");
  else
    buf_format(telling->out, "the clock of the machine says %s, and by what was measured it is %s", to, from);
}

static void tell_key(const struct telling *telling)
{
  buf_format(telling->out, "from here on the ledger signs with a new key (%s)", telling_text(telling, "reason"));
}

static void tell_test(const struct telling *telling)
{
  const json_t *body = telling->entry->body;
  buf_format(telling->out, "tested the procedure: %d scenarios as expected, %d not",
             (int)json_get_integer(body, "passed", 0), (int)json_get_integer(body, "failed", 0));
  telling_add(telling, ": ", "because");
}

/** What has no words of its own yet: its type, and why. */
static void tell_other(const struct telling *telling)
{
  buf_text(telling->out, entry_type_row(telling->entry->type)->name);
  telling_add(telling, ": ", "because");
}

static void (*const tellers[ENTRY_TYPE_COUNT])(const struct telling *telling) = {
    [ENTRY_GENESIS] = tell_genesis,   [ENTRY_PERSON] = tell_person,     [ENTRY_PROCEDURE] = tell_procedure,
    [ENTRY_DECLARE] = tell_declare,   [ENTRY_RUN_BEGIN] = tell_begin,   [ENTRY_RUN_END] = tell_end,
    [ENTRY_INTENT] = tell_intent,     [ENTRY_OUTCOME] = tell_outcome,   [ENTRY_REQUEST] = tell_request,
    [ENTRY_DUE] = tell_due,           [ENTRY_IN_DOUBT] = tell_in_doubt, [ENTRY_ANSWER] = tell_answer,
    [ENTRY_APPROVAL] = tell_approval, [ENTRY_DENIAL] = tell_denial,     [ENTRY_REVOKE] = tell_revoke,
    [ENTRY_RESOLVE] = tell_resolve,   [ENTRY_FACT] = tell_fact,         [ENTRY_NOTE] = tell_note,
    [ENTRY_EVIDENCE] = tell_evidence, [ENTRY_CLOCK] = tell_clock,       [ENTRY_KEY_NEXT] = tell_key,
    [ENTRY_CLOSE] = tell_close,       [ENTRY_DID] = tell_did,         [ENTRY_SPOKE] = tell_spoke,
    [ENTRY_JOIN] = tell_join,         [ENTRY_LEAVE] = tell_leave,     [ENTRY_HANDOVER] = tell_handover,
    [ENTRY_MILESTONE] = tell_milestone, [ENTRY_SIGNOFF] = tell_signoff, [ENTRY_KEEP] = tell_keep,
    [ENTRY_KNOW] = tell_know,         [ENTRY_CHANNEL] = tell_channel,   [ENTRY_COUNTERSIGN] = tell_countersign,
    [ENTRY_ACCESS] = tell_access,   [ENTRY_ROSTER] = tell_roster,     [ENTRY_TEST] = tell_test,
    [ENTRY_WAIVER] = tell_waiver,     [ENTRY_ALARM] = tell_alarm,
};

void entry_words(const struct entry *entry, const struct catalogue *catalogue, struct buf *out)
{
  struct telling telling = {entry, catalogue, out};
  if (entry->step)
    buf_format(out, "%s  ", entry->step);
  if (tellers[entry->type])
    tellers[entry->type](&telling);
  else
    tell_other(&telling);
}
