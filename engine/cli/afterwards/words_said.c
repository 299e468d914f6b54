/*
 * What people say, as lines of the log: answers, approvals, facts, milestones, signatures.
 */
#include "cli/afterwards/telling.h"

#include "base/alloc.h"
#include "base/json.h"

#include <string.h>

/* ---- what people say ---- */

void tell_answer(const struct telling *telling)
{
  buf_format(telling->out, "says: %s", telling_text(telling, "status"));
  telling_members(telling->out, ", ", " ", json_object_get(telling->entry->body, "fields"));
  if (json_get_boolean(telling->entry->body, "scripted"))
    buf_text(telling->out, " (from a file)");
}

void tell_approval(const struct telling *telling)
{
  buf_format(telling->out, "says YES as %s", telling_text(telling, "role"));
  telling_add(telling, ", by ", "strength");
  buf_text(telling->out, ": ");
  telling_action(telling);
}

void tell_denial(const struct telling *telling)
{
  buf_format(telling->out, "says NO as %s: ", telling_text(telling, "role"));
  telling_action(telling);
  telling_add(telling, "; ", "because");
}

void tell_resolve(const struct telling *telling)
{
  const char *result = telling_text(telling, "result");
  buf_text(telling->out, strcmp(result, "happened") == 0         ? "says that it happened"
                         : strcmp(result, "did_not_happen") == 0 ? "says that it did not happen"
                                                                 : "says that it is to be done again");
  telling_add(telling, ": ", "because");
}

void tell_waiver(const struct telling *telling)
{
  buf_format(telling->out, "waives %s: %s", telling_text(telling, "obligation"), telling_text(telling, "because"));
}

void tell_fact(const struct telling *telling)
{
  const json_t *confirmed = json_object_get(telling->entry->body, "confirmed"), *item;
  size_t i;
  telling_members(telling->out, "", " is ", json_object_get(telling->entry->body, "facts"));
  json_array_foreach(confirmed, i, item)
      buf_format(telling->out, "%s%s",
                 i ? ", " : "confirms as the attacker's: ", json_string_value(item) ? json_string_value(item) : "?");
  telling_list(telling, "names as a subject: ", "subjects");
  telling_list(telling, "no longer a subject: ", "cleared");
  telling_add(telling, ", because ", "because");
}

void tell_know(const struct telling *telling)
{
  const char *change = telling_text(telling, "change");
  buf_text(telling->out, strcmp(change, "add") == 0      ? "needs to know: "
                         : strcmp(change, "remove") == 0 ? "need not know any more: "
                                                         : "says yes to who needs to know: ");
  telling_list(telling, "", "people");
  telling_add(telling, ", because ", "because");
}

void tell_countersign(const struct telling *telling)
{
  buf_format(telling->out, "gives the second word about %s", telling_text(telling, "person"));
  telling_add(telling, ": ", "because");
}

void tell_note(const struct telling *telling)
{
  int64_t on = json_get_integer(telling->entry->body, "on", -1);
  bool is_why = json_get_boolean(telling->entry->body, "why");
  if (on >= 0)
    buf_format(telling->out, "%s entry %lld: ", is_why ? "why" : "note on", (long long)on);
  telling_add(telling, on < 0 ? "note: " : "", "text");
}

/* ---- what people state outside the playbook ---- */

void tell_did(const struct telling *telling)
{
  const json_t *body = telling->entry->body;
  const char *verdict = json_get_string(json_object_get(body, "authority"), "verdict");
  char at[MOMENT_SIZE];
  telling_moment(telling, "at", at);
  buf_text(telling->out, "did: ");
  telling_action(telling);
  telling_add(telling, ": ", "status");
  buf_format(telling->out, " (at %s, %s)", at, verdict && strcmp(verdict, "approval") ? verdict : "needed a yes");
  telling_members(telling->out, "; ", " ", json_object_get(body, "fields"));
  telling_add(telling, "; agreed beforehand: ", "agreed");
  telling_add(telling, "; because ", "because");
}

void tell_spoke(const struct telling *telling)
{
  bool is_out = strcmp(telling_text(telling, "direction"), "in") != 0;
  buf_text(telling->out, is_out ? "spoke with " : "was called by ");
  telling_add(telling, "", "who");
  telling_add(telling, " of ", "organisation");
  telling_add(telling, ", by ", "means");
  if (json_get_string(telling->entry->body, "at")) {
    char at[MOMENT_SIZE];
    telling_moment(telling, "at", at);
    buf_format(telling->out, " (at %s)", at);
  }
  telling_add(telling, ": ", "said");
}

void tell_channel(const struct telling *telling)
{
  buf_text(telling->out, "vouches for speaking over ");
  telling_add(telling, "", "system");
  telling_add(telling, ": ", "because");
}

void tell_join(const struct telling *telling)
{
  telling_add(telling, "", "person");
  buf_text(telling->out, " is of the team");
  telling_add(telling, ": ", "part");
}

void tell_leave(const struct telling *telling)
{
  telling_add(telling, "", "person");
  buf_text(telling->out, " left the team");
  telling_add(telling, ": ", "because");
}

void tell_handover(const struct telling *telling)
{
  telling_add(telling, "", "to");
  buf_text(telling->out, " coordinates from now on");
  telling_add(telling, ", after ", "from");
  telling_add(telling, ": ", "because");
}

void tell_milestone(const struct telling *telling)
{
  const char *milestone = telling_text(telling, "milestone");
  buf_text(telling->out, !strcmp(milestone, "dismissed") ? "a false alarm" : milestone);
  telling_add(telling, ": ", "because");
}

void tell_signoff(const struct telling *telling)
{
  long long size = (long long)json_get_integer(telling->entry->body, "size", 0);
  if (*telling_text(telling, "unavailable"))
    buf_format(telling->out, "%s does not sign", telling_text(telling, "unavailable"));
  else
    buf_format(telling->out, "vouches for the %lld entries before this", size);
  telling_add(telling, ": ", "because");
}

void tell_keep(const struct telling *telling)
{
  buf_format(telling->out, "what entry %lld did stays", (long long)json_get_integer(telling->entry->body, "of", 0));
  telling_add(telling, " until ", "until");
  telling_add(telling, ", owned by ", "owner");
  telling_add(telling, ": ", "because");
}

void tell_close(const struct telling *telling)
{
  const json_t *owed = json_object_get(telling->entry->body, "open"), *id;
  size_t i;
  buf_format(telling->out, "closed: %s", telling_text(telling, "state"));
  json_array_foreach(owed, i, id)
      buf_format(telling->out, "%s%s", i ? ", " : ", signed for as it is: ", json_string_value(id));
  telling_add(telling, "; ", "because");
}
